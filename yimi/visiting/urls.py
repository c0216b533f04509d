app_name = "visiting"
urlpatterns: list = []
