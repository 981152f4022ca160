// What the vendor's SDK for Node makes of injected faults.
const test = require("node:test");
const assert = require("node:assert");

const url = process.env.TANDEM_TEST_URL;

async function ask(method, path, body) {
  const answer = await fetch(url + path, { method, body: body && JSON.stringify(body) });
  assert.strictEqual(answer.status, 200);
  return answer.json();
}

// A client of a tenant of its own, with a rule for it alone.
async function faulty(rule) {
  const { kms } = require("tencentcloud-sdk-nodejs");
  const { credential } = await ask("POST", "/_tandem/tenants", {});
  const { names } = await ask("POST", "/_tandem/faults", { match: { credential: credential.id }, ...rule });
  const client = new kms.v20190118.Client({
    credential: { secretId: credential.id, secretKey: credential.secret },
    region: "ap-guangzhou",
    profile: { httpProfile: { protocol: "http://", endpoint: new URL(url).host } },
  });
  return { client, done: () => ask("DELETE", `/_tandem/faults/${names[0]}`) };
}

test("an API error has its code and request id", async () => {
  const { client, done } = await faulty({ when: { next: 1 }, do: { api_error: "throttled" } });
  await assert.rejects(client.ListKeys({}), (error) => error.code === "RequestLimitExceeded" && error.requestId !== "");
  assert.strictEqual((await client.ListKeys({})).TotalCount, 0);
  await done();
});

test("any other status is an error without the vendor's code", async () => {
  const { client, done } = await faulty({ do: { http_status: 503 } });
  await assert.rejects(client.ListKeys({}), (error) => !error.code && error.message === "Service Unavailable");
  await done();
});

test("a lost answer is an error, and the action has happened", async () => {
  const { client, done } = await faulty({ when: { next: 1 }, do: { reset: true, after_action: true } });
  await assert.rejects(client.CreateKey({ Alias: "lost" }));
  await done();
  assert.strictEqual((await client.ListKeys({})).TotalCount, 1);
});
