"""Names and numbers that are looked for stand in no address (查找词)."""

import pytest

from tests import story

pytestmark = pytest.mark.django_db
ID = "469999195001011527"


@pytest.fixture
def woman(world):
    return story.person(world.worker, world.here, "王桂兰", opened_on=world.opened, id_number=ID, phone="13800005610")


@pytest.mark.parametrize("words", ["王桂兰", "wgl", ID, "13800005610", "5610"])
def test_what_is_typed_finds_her_and_is_not_in_the_address(world, woman, sign_in, words):
    browser = sign_in(world.worker)
    answer = browser.post("/ui/find/", {"q": words, "to": "/app/people/", "sex": "F", "worker": ""})
    url = answer.headers["Location"]

    assert url.startswith("/app/people/?sex=F&find=") and words not in url and "worker" not in url
    assert "王桂兰" not in browser.get(url.replace("sex=F", "sex=M")).content.decode().split("名单")[1]
    assert browser.get("/app/people/?" + url.split("&")[1]).content.decode().count("王桂兰") >= 1


def test_an_address_is_no_use_to_anybody_else(world, woman, sign_in):
    url = sign_in(world.worker).post("/ui/find/", {"q": "王桂兰", "to": "/app/people/"}).headers["Location"]

    assert 'value="王桂兰"' in sign_in(world.worker).get(url).content.decode()
    for somebody in (world.colleague, world.county):
        assert 'value="王桂兰"' not in sign_in(somebody).get(url).content.decode()
    assert 'value="王桂兰"' not in sign_in(world.worker).get(url[:-4] + "AAA=").content.decode()


def test_the_next_page_of_a_search_has_no_words_in_its_address(world, sign_in):
    for nth in range(52):
        story.person(world.worker, world.here, f"王小{chr(0x4E00 + nth)}", opened_on=world.opened)
    browser = sign_in(world.worker)
    page = browser.post("/ui/find/", {"q": "王小", "to": "/app/people/"}, follow=True).content.decode()

    (link,) = {part.split('"')[0] for part in page.split('href="') if "cursor=" in part.split('"')[0]}
    assert "find=" in link and "%E7%8E%8B" not in link
    assert "王小" in browser.get(link.replace("&amp;", "&")).content.decode()


def test_nobody_is_sent_out_of_the_house(world, sign_in):
    for to in ("https://example.org/", "//example.org", "", "javascript:alert(1)"):
        url = sign_in(world.worker).post("/ui/find/", {"q": "王", "to": to}).headers["Location"]
        assert url.startswith("/?find=")


def test_every_search_for_people_is_sent_sealed(world, woman, sign_in):
    browser = sign_in(world.head)
    for path in ("/app/people/", "/app/visits/new", f"/app/people/{woman.pk}/household/", "/app/people/new/"):
        page = browser.get(path).content.decode()
        forms = [part.split(">")[0] for part in page.split("<form")[1:] if 'role="search"' in part.split(">")[0]]
        assert forms and all('method="post"' in form and 'action="/ui/find/"' in form for form in forms)
