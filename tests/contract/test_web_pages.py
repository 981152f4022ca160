"""What a page in a real browser can do to a local server: nothing, unless it is the server's own."""

import json
import urllib.parse

import pytest

import keys
from browser import Browser, empty_pages
from stand_in import ours_alone
from transport import Request, Transport

pytestmark = ours_alone

STATUS_AND_TEXT = "(async () => {{ const r = await fetch({target}, {options}); return [r.status, await r.text()]; }})()"


@pytest.fixture(scope="module")
def browser():
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def elsewhere():
    with empty_pages() as port:
        yield port


@pytest.fixture
def key(ours):
    return keys.create(ours)


def fetch(browser, target, **options):
    return browser.run(STATUS_AND_TEXT.format(target=json.dumps(target), options=json.dumps(options)))


def is_enabled(ours, key):
    return ours.t2019.call("DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def signed_disabling(ours, key):
    """What a page that knows a credential, as that of `tandem dev` is published, can have a browser send."""
    return dict(urllib.parse.parse_qsl(ours.t2017.sign("DisableKey", {"keyId": key}).body.decode()))


def form_script(action, fields):
    """Fills in a form, as any page can, and sends it."""
    return f"""
        const form = document.createElement("form");
        form.method = "POST";
        form.action = {json.dumps(action)};
        for (const [name, value] of Object.entries({json.dumps(fields)})) {{
            const field = document.createElement("input");
            field.name = name;
            field.value = value;
            form.append(field);
        }}
        document.body.append(form);
        form.submit();
    """


def port_of(url):
    return url.rsplit(":", 1)[1]


def test_a_rebound_page_cannot_read_the_keys(browser, url, ours):
    browser.open(f"http://rebind.example:{port_of(url)}/")  # a page of that name that talks to this server
    status, text = fetch(browser, "/_tandem/seed")
    assert status == 403 and "hex" not in text
    assert json.loads(text)["error"]["code"] == "foreign_page"


@pytest.mark.parametrize("path", ["/_tandem/seed", "/_tandem/requests", "/_tandem/tenants", "/metrics"])
def test_a_rebound_name_opens_no_private_path(browser, url, path):
    assert "foreign_page" in browser.open(f"http://rebind.example:{port_of(url)}{path}")


def test_a_rebound_page_cannot_change_the_server(browser, url):
    browser.open(f"http://rebind.example:{port_of(url)}/")
    assert fetch(browser, "/_tandem/tenants", method="POST", body="{}")[0] == 403


def test_a_rebound_page_cannot_post_to_the_vendors_apis(browser, url, ours, key):
    browser.open(f"http://rebind.example:{port_of(url)}/")
    body = urllib.parse.urlencode(signed_disabling(ours, key))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    status, text = fetch(browser, "/v2/index.php", method="POST", body=body, headers=headers)
    assert (status, json.loads(text)["code"]) == (200, 4300)
    assert is_enabled(ours, key)


@pytest.mark.parametrize("site", ["elsewhere.example", "localhost"])
def test_a_form_of_another_page_changes_nothing(browser, elsewhere, url, ours, key, site):
    browser.open(f"http://{site}:{elsewhere}/")
    answer = browser.leave(form_script(f"{url}/v2/index.php", signed_disabling(ours, key)))
    assert json.loads(answer)["code"] == 4300
    assert is_enabled(ours, key)


def test_the_same_form_without_a_browser_would_have(url, ours, key):
    body = urllib.parse.urlencode(signed_disabling(ours, key)).encode()
    headers = {"Host": ours.t2017.host, "Content-Type": "application/x-www-form-urlencoded"}
    assert Transport(url).send(Request("POST", "/v2/index.php", headers, body)).json()["code"] == 0
    assert not is_enabled(ours, key)


@pytest.mark.parametrize("site", ["elsewhere.example", "localhost"])
def test_a_blind_request_of_another_page_changes_nothing(browser, elsewhere, url, ours, key, site):
    target = url + ours.t2017.sign("DisableKey", {"keyId": key}, method="GET").target
    browser.open(f"http://{site}:{elsewhere}/")
    assert browser.run(f"fetch({json.dumps(target)}, {{mode: 'no-cors'}}).then(() => 'sent')") == "sent"
    assert is_enabled(ours, key)


def test_a_readable_request_of_another_page_reads_nothing(browser, elsewhere, url):
    browser.open(f"http://elsewhere.example:{elsewhere}/")
    assert browser.run(f"fetch('{url}/_tandem/seed').catch(() => 'refused')") == "refused"


def test_a_link_on_another_page_changes_nothing(browser, elsewhere, url, ours, key):
    target = url + ours.t2017.sign("DisableKey", {"keyId": key}, method="GET").target
    browser.open(f"http://elsewhere.example:{elsewhere}/")
    assert json.loads(browser.leave(f"location = {json.dumps(target)}"))["code"] == 4300
    assert is_enabled(ours, key)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "kms.localhost"])
def test_a_person_who_types_the_address_sees_the_servers_page(browser, url, name):
    assert "Tandem KMS is running" in browser.open(f"http://{name}:{port_of(url)}/")


def test_the_servers_own_page_may_ask_it_everything(browser, url):
    browser.open(f"{url}/")
    assert fetch(browser, "/readyz")[0] == 200
    assert fetch(browser, "/_tandem/health")[0] == 200
    assert fetch(browser, "/_tandem/tenants", method="POST", body="{}")[0] == 200


def from_a_page(ours, request):
    headers = request.headers | {"Origin": "http://elsewhere.example"}
    return ours.t2019.send(Request(request.method, request.target, headers, request.body))


def test_each_api_refuses_in_its_own_form(ours):
    reply = from_a_page(ours, ours.t2019.sign("ListKeys", b"{}"))
    assert (reply.status, reply.json()["Response"]["Error"]["Code"]) == (200, "UnauthorizedOperation")
    reply = from_a_page(ours, ours.t2017.sign("ListKey", {}))
    assert (reply.status, reply.json()["code"]) == (200, 4300)
    reply = from_a_page(ours, ours.huawei.sign("POST", f"/v1.0/{ours.account.project_id}/kms/list-keys", b"{}"))
    assert (reply.status, reply.json()["error_code"]) == (403, "APIGW.0306")
    reply = from_a_page(ours, ours.huawei.unsigned("GET", "/nothing"))
    assert (reply.status, reply.json()["error"]) == (403, "foreign_page")
    reply = from_a_page(ours, ours.huawei.unsigned("OPTIONS", "/v1.0/x/kms/list-keys"))
    assert reply.status == 403 and not [name for name in reply.headers if name.lower().startswith("access-control")]
