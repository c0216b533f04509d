"""What can be read of requests for material (填报事项), their answers, and what is said of them."""
