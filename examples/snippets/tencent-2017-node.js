// Tencent KMS of 2017, Node: npm install qcloudapi-sdk
const { randomUUID } = require("crypto");
const Capi = require("qcloudapi-sdk");

const client = new Capi({
  SecretId: "{{id}}",
  SecretKey: "{{secret}}",
  serviceType: "kms",
  protocol: "{{scheme}}",
  host: "{{host}}",
});

function call(parameters) {
  return new Promise((resolve, reject) => {
    client.request({ Region: "gz", ...parameters }, (error, answer) => {
      if (error) reject(error);
      else if (answer.code !== 0) reject(new Error(`${answer.code}: ${answer.message}`));
      else resolve(answer);
    });
  });
}

async function main() {
  const { keyMetadata } = await call({ Action: "CreateKey", alias: "snippet-" + randomUUID().slice(0, 13) });
  const keyId = keyMetadata.keyId;
  const plaintext = Buffer.from("hello").toString("base64");
  const { ciphertextBlob } = await call({ Action: "Encrypt", keyId, plaintext });
  const opened = await call({ Action: "Decrypt", ciphertextBlob });
  console.log(`${keyId}: ${ciphertextBlob} -> ${Buffer.from(opened.plaintext, "base64")}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
