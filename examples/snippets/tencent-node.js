// Tencent KMS 2019-01-18, Node: npm install tencentcloud-sdk-nodejs
const { randomUUID } = require("crypto");
const { kms } = require("tencentcloud-sdk-nodejs");

const client = new kms.v20190118.Client({
  credential: { secretId: "{{id}}", secretKey: "{{secret}}" },
  region: "ap-guangzhou",
  profile: { httpProfile: { protocol: "{{scheme}}://", endpoint: "{{host}}" } },
});

async function main() {
  const { KeyId } = await client.CreateKey({ Alias: "snippet-" + randomUUID().slice(0, 13) });
  const Plaintext = Buffer.from("hello").toString("base64");
  const { CiphertextBlob } = await client.Encrypt({ KeyId, Plaintext });
  const opened = await client.Decrypt({ CiphertextBlob });
  console.log(`${KeyId}: ${CiphertextBlob} -> ${Buffer.from(opened.Plaintext, "base64")}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
