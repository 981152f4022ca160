// Huawei KMS, Go: go get github.com/huaweicloud/huaweicloud-sdk-go-v3
package main

import (
	"fmt"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	kms "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2/model"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	credential := basic.NewCredentialsBuilder().
		WithAk("{{id}}").
		WithSk("{{secret}}").
		WithProjectId("{{project}}").
		Build()
	client := kms.NewKmsClient(kms.KmsClientBuilder().WithEndpoint("{{url}}").WithCredential(credential).Build())

	created, err := client.CreateKey(&model.CreateKeyRequest{Body: &model.CreateKeyRequestBody{
		KeyAlias: fmt.Sprintf("snippet-%d", time.Now().UnixNano()),
	}})
	check(err)
	key := *created.KeyInfo.KeyId

	sealed, err := client.EncryptData(&model.EncryptDataRequest{Body: &model.EncryptDataRequestBody{
		KeyId: key, PlainText: "hello",
	}})
	check(err)

	opened, err := client.DecryptData(&model.DecryptDataRequest{Body: &model.DecryptDataRequestBody{
		CipherText: *sealed.CipherText,
	}})
	check(err)
	fmt.Printf("%s: %s -> %s\n", key, *sealed.CipherText, *opened.PlainText)
}
