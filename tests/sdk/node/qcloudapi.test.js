// qcloudapi-sdk, the SDK of the 2017 API, unmodified.
const test = require("node:test");
const assert = require("node:assert");
const { randomUUID } = require("node:crypto");
const Capi = require("qcloudapi-sdk");

const host = new URL(process.env.TANDEM_TEST_URL).host;
const plaintext = Buffer.from("hello from 2017").toString("base64");

function client(options) {
  const capi = new Capi({ SecretId: "tandemdev", SecretKey: "tandemdevsecret", protocol: "http", host, ...options });
  return (Action, fields) =>
    new Promise((resolve, reject) =>
      capi.request({ Region: "gz", Action, ...fields }, (error, body) => (error ? reject(error) : resolve(body))));
}

const variants = [
  { method: "POST", signatureMethod: "sha1" },
  { method: "POST", signatureMethod: "sha256" },
  { method: "GET", signatureMethod: "sha1" },
  { method: "GET", signatureMethod: "sha256" },
];

for (const options of variants) {
  const name = `${options.method} ${options.signatureMethod}`;
  const call = client(options);
  const create = async () => (await call("CreateKey", { alias: "legacy-" + randomUUID().slice(0, 8) })).keyMetadata.keyId;

  test(`${name}: encrypt then decrypt`, async () => {
    const keyId = await create();
    assert.match(keyId, /^kms-[0-9a-z]{8}$/);
    const sealed = await call("Encrypt", { keyId, plaintext });
    assert.strictEqual(sealed.code, 0);
    const opened = await call("Decrypt", { ciphertextBlob: sealed.ciphertextBlob });
    assert.deepStrictEqual([opened.code, opened.keyId, opened.plaintext], [0, keyId, plaintext]);
  });

  test(`${name}: another context does not open`, async () => {
    const keyId = await create();
    const sealed = await call("Encrypt", { keyId, plaintext, encryptionContext: '{"a":"1"}' });
    const opened = await call("Decrypt", { ciphertextBlob: sealed.ciphertextBlob, encryptionContext: '{"a":"2"}' });
    assert.strictEqual(opened.code, 4560);
    assert.match(opened.message, /^\(10670\)/);
  });

  test(`${name}: a data key comes in clear and sealed`, async () => {
    const keyId = await create();
    const made = await call("GenerateDataKey", { keyId, keySpec: "AES_256" });
    assert.strictEqual(Buffer.from(made.plaintext, "base64").length, 32);
    const opened = await call("Decrypt", { ciphertextBlob: made.ciphertextBlob });
    assert.strictEqual(opened.plaintext, made.plaintext);
  });

  test(`${name}: a disabled key does not encrypt`, async () => {
    const keyId = await create();
    assert.strictEqual((await call("DisableKey", { keyId })).code, 0);
    const refused = await call("Encrypt", { keyId, plaintext });
    assert.deepStrictEqual([refused.code, refused.message], [4550, "(10650)key is disabled"]);
    assert.strictEqual((await call("EnableKey", { keyId })).code, 0);
    assert.strictEqual((await call("Encrypt", { keyId, plaintext })).code, 0);
  });
}

test("a wrong secret is refused", async () => {
  const refused = await client({ method: "POST", SecretKey: "wrong" })("ListKey", {});
  assert.deepStrictEqual([refused.code, refused.message], [4100, "(10030)authentication failed"]);
});
