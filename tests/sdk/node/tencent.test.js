// tencentcloud-sdk-nodejs and its international edition, unmodified.
const test = require("node:test");
const assert = require("node:assert");
const { randomUUID } = require("node:crypto");

const host = new URL(process.env.TANDEM_TEST_URL).host;
const credential = { secretId: "tandemdev", secretKey: "tandemdevsecret" };
const plaintext = Buffer.from("hello from node").toString("base64");

function domestic(signMethod, secretKey = credential.secretKey) {
  const { kms } = require("tencentcloud-sdk-nodejs");
  return new kms.v20190118.Client({
    credential: { ...credential, secretKey },
    region: "ap-guangzhou",
    profile: { signMethod, httpProfile: { protocol: "http://", endpoint: host } },
  });
}

// The international edition is older: callbacks and request models, signature v1 by default.
function international() {
  const { kms, common } = require("tencentcloud-sdk-nodejs-intl-en");
  const { Client, Models } = kms.v20190118;
  const http = new common.HttpProfile();
  http.endpoint = host;
  http.protocol = "http://";
  const profile = new common.ClientProfile();
  profile.httpProfile = http;
  const client = new Client(new common.Credential(credential.secretId, credential.secretKey), "ap-guangzhou", profile);
  return new Proxy({}, {
    get: (_, action) => (fields) =>
      new Promise((resolve, reject) => {
        const request = new Models[`${action}Request`]();
        request.from_json_string(JSON.stringify(fields));
        client[action](request, (error, response) => (error ? reject(error) : resolve(response)));
      }),
  });
}

const clients = {
  "TC3-HMAC-SHA256": domestic("TC3-HMAC-SHA256"),
  HmacSHA1: domestic("HmacSHA1"),
  HmacSHA256: domestic("HmacSHA256"),
  "international edition": international(),
};

const alias = () => "node-" + randomUUID().slice(0, 8);
const code = (expected) => (error) => {
  assert.strictEqual(error.code, expected);
  assert.ok(error.requestId);
  return true;
};

for (const [name, client] of Object.entries(clients)) {
  test(`${name}: encrypt then decrypt`, async () => {
    const { KeyId } = await client.CreateKey({ Alias: alias() });
    const { CiphertextBlob } = await client.Encrypt({ KeyId, Plaintext: plaintext });
    const opened = await client.Decrypt({ CiphertextBlob });
    assert.strictEqual(opened.Plaintext, plaintext);
    assert.strictEqual(opened.KeyId, KeyId);
  });

  test(`${name}: another context does not open`, async () => {
    const { KeyId } = await client.CreateKey({ Alias: alias() });
    const { CiphertextBlob } = await client.Encrypt({ KeyId, Plaintext: plaintext, EncryptionContext: '{"a":"1"}' });
    await client.Decrypt({ CiphertextBlob, EncryptionContext: '{"a":"1"}' });
    await assert.rejects(client.Decrypt({ CiphertextBlob, EncryptionContext: '{"a":"2"}' }), code("InvalidParameterValue.InvalidCiphertext"));
  });

  test(`${name}: a data key comes in clear and sealed`, async () => {
    const { KeyId } = await client.CreateKey({ Alias: alias() });
    const made = await client.GenerateDataKey({ KeyId, KeySpec: "AES_128" });
    assert.strictEqual(Buffer.from(made.Plaintext, "base64").length, 16);
    assert.strictEqual((await client.Decrypt({ CiphertextBlob: made.CiphertextBlob })).Plaintext, made.Plaintext);
  });

  test(`${name}: a disabled key does not encrypt`, async () => {
    const { KeyId } = await client.CreateKey({ Alias: alias() });
    await client.DisableKeys({ KeyIds: [KeyId] });
    await assert.rejects(client.Encrypt({ KeyId, Plaintext: plaintext }), code("ResourceUnavailable.CmkDisabled"));
    await client.EnableKeys({ KeyIds: [KeyId] });
    await client.Encrypt({ KeyId, Plaintext: plaintext });
  });
}

test("a wrong secret is refused", async () => {
  await assert.rejects(domestic("TC3-HMAC-SHA256", "wrong").ListKeys({}), code("AuthFailure.SignatureFailure"));
});
