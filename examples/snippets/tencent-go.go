// Tencent KMS 2019-01-18, Go: go get github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms
package main

import (
	"encoding/base64"
	"fmt"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	kms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms/v20190118"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	clientProfile := profile.NewClientProfile()
	clientProfile.HttpProfile.Scheme = "{{scheme}}"
	clientProfile.HttpProfile.Endpoint = "{{host}}"
	credential := common.NewCredential("{{id}}", "{{secret}}")
	client, err := kms.NewClient(credential, "ap-guangzhou", clientProfile)
	check(err)

	create := kms.NewCreateKeyRequest()
	create.Alias = common.StringPtr(fmt.Sprintf("snippet-%d", time.Now().UnixNano()))
	created, err := client.CreateKey(create)
	check(err)

	encrypt := kms.NewEncryptRequest()
	encrypt.KeyId = created.Response.KeyId
	encrypt.Plaintext = common.StringPtr(base64.StdEncoding.EncodeToString([]byte("hello")))
	sealed, err := client.Encrypt(encrypt)
	check(err)

	decrypt := kms.NewDecryptRequest()
	decrypt.CiphertextBlob = sealed.Response.CiphertextBlob
	opened, err := client.Decrypt(decrypt)
	check(err)
	plaintext, err := base64.StdEncoding.DecodeString(*opened.Response.Plaintext)
	check(err)
	fmt.Printf("%s: %s -> %s\n", *created.Response.KeyId, *sealed.Response.CiphertextBlob, plaintext)
}
