// Every action of API 3.0 through tencentcloud-sdk-nodejs, with an answer and with a typed error.
const test = require("node:test");
const assert = require("node:assert");
const { constants, createPublicKey, publicEncrypt } = require("node:crypto");
const { kms } = require("tencentcloud-sdk-nodejs");

// tests/support/python/scenarios.py describes the steps.
const steps = require("../scenarios/tencent_2019.json");
const url = process.env.TANDEM_TEST_URL;

function clientOf(secretId, secretKey) {
  return new kms.v20190118.Client({
    credential: { secretId, secretKey },
    region: "ap-guangzhou",
    profile: { httpProfile: { protocol: "http://", endpoint: new URL(url).host } },
  });
}

async function clientOfANewTenant() {
  const { credential } = await (await fetch(`${url}/_tandem/tenants`, { method: "POST", body: "{}" })).json();
  return clientOf(credential.id, credential.secret);
}

function seal(publicKey) {
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
  const plaintext = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, plaintext).toString("base64");
}

function filled(value, kept) {
  if (typeof value === "string") return value.startsWith("$") ? kept[value.slice(1)] : value;
  if (Array.isArray(value)) return value.map((one) => filled(one, kept));
  if (value === null || typeof value !== "object") return value;
  if ("$seal" in value) return seal(filled(value.$seal, kept));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, kept)]));
}

// What is wrong with the outcome, if anything.
async function run(client, step, kept) {
  let answer;
  try {
    answer = await client[step.call](filled(step.with, kept));
  } catch (error) {
    return error.code === step.refused ? [] : [`${step.call}: ${error.code} instead of ${step.refused}: ${error}`];
  }
  for (const [name, member] of Object.entries(step.keep ?? {})) kept[name] = answer[member];
  return step.refused ? [`${step.call}: an answer instead of ${step.refused}`] : [];
}

test("every action answers and refuses as documented", async () => {
  const mine = await clientOfANewTenant();
  const nobody = clientOf("nobody", "secret");
  const [kept, wrong] = [{}, []];
  for (const step of steps) wrong.push(...(await run(step.as === "nobody" ? nobody : mine, step, kept)));
  assert.deepStrictEqual(wrong, []);
});
