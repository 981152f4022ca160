package sdktests

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/region"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	huawei "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2/model"
)

var zeroProject = strings.Repeat("0", 32)

func newHuawei(t *testing.T, secret string) *huawei.KmsClient {
	t.Helper()
	credentials, err := basic.NewCredentialsBuilder().WithAk("tandemdev").WithSk(secret).WithProjectId(zeroProject).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	client, err := huawei.KmsClientBuilder().WithEndpoint(serverURL(t).String()).WithCredential(credentials).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return huawei.NewKmsClient(client)
}

// The project id is looked up at the server's IAM by the region's name.
func newHuaweiByRegion(t *testing.T) *huawei.KmsClient {
	t.Helper()
	base := serverURL(t).String()
	credentials, err := basic.NewCredentialsBuilder().WithAk("tandemdev").WithSk("tandemdevsecret").WithIamEndpointOverride(base).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	client, err := huawei.KmsClientBuilder().WithRegion(region.NewRegion("cn-north-4", base)).WithCredential(credentials).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return huawei.NewKmsClient(client)
}

func createHuawei(t *testing.T, client *huawei.KmsClient) string {
	t.Helper()
	response, err := client.CreateKey(&model.CreateKeyRequest{Body: &model.CreateKeyRequestBody{KeyAlias: newAlias()}})
	if err != nil {
		t.Fatal(err)
	}
	return *response.KeyInfo.KeyId
}

func encryptHuawei(client *huawei.KmsClient, key string, additional *string) (string, error) {
	response, err := client.EncryptData(&model.EncryptDataRequest{Body: &model.EncryptDataRequestBody{
		KeyId: key, PlainText: "hello from go", AdditionalAuthenticatedData: additional}})
	if err != nil {
		return "", err
	}
	return *response.CipherText, nil
}

func decryptHuawei(client *huawei.KmsClient, cipher string, additional *string) (string, error) {
	response, err := client.DecryptData(&model.DecryptDataRequest{Body: &model.DecryptDataRequestBody{
		CipherText: cipher, AdditionalAuthenticatedData: additional}})
	if err != nil {
		return "", err
	}
	return *response.PlainText, nil
}

func wantHuaweiCode(t *testing.T, err error, status int, code string) {
	t.Helper()
	refused, ok := err.(*sdkerr.ServiceResponseError)
	if !ok || refused.StatusCode != status || refused.ErrorCode != code || refused.RequestId == "" {
		t.Fatalf("want %d %s with a request id, got %v", status, code, err)
	}
}

func TestHuaweiEncryptThenDecrypt(t *testing.T) {
	for name, client := range map[string]*huawei.KmsClient{
		"project given":     newHuawei(t, "tandemdevsecret"),
		"project looked up": newHuaweiByRegion(t),
	} {
		t.Run(name, func(t *testing.T) {
			cipher, err := encryptHuawei(client, createHuawei(t, client), nil)
			if err != nil {
				t.Fatal(err)
			}
			if plain, err := decryptHuawei(client, cipher, nil); err != nil || plain != "hello from go" {
				t.Fatal(plain, err)
			}
		})
	}
}

func TestHuaweiOtherAdditionalDataDoesNotOpen(t *testing.T) {
	client := newHuawei(t, "tandemdevsecret")
	orders, other := "orders", "other"
	cipher, err := encryptHuawei(client, createHuawei(t, client), &orders)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := decryptHuawei(client, cipher, &orders); err != nil {
		t.Fatal(err)
	}
	_, err = decryptHuawei(client, cipher, &other)
	wantHuaweiCode(t, err, 400, "KMS.2201")
}

func TestHuaweiDataKeyComesInClearAndSealed(t *testing.T) {
	client := newHuawei(t, "tandemdevsecret")
	key, bits := createHuawei(t, client), "512"
	made, err := client.CreateDatakey(&model.CreateDatakeyRequest{Body: &model.CreateDatakeyRequestBody{KeyId: key, DatakeyLength: &bits}})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := client.DecryptDatakey(&model.DecryptDatakeyRequest{Body: &model.DecryptDatakeyRequestBody{
		KeyId: key, CipherText: *made.CipherText, DatakeyCipherLength: "64"}})
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := hex.DecodeString(*made.PlainText)
	digest := sha256.Sum256(raw)
	if len(raw) != 64 || !strings.EqualFold(*opened.DataKey, *made.PlainText) ||
		!strings.EqualFold(*opened.DatakeyDgst, hex.EncodeToString(digest[:])) {
		t.Fatal("the data key came back different")
	}
}

func TestHuaweiDisabledKeyDoesNotEncrypt(t *testing.T) {
	client := newHuawei(t, "tandemdevsecret")
	key := createHuawei(t, client)
	if _, err := client.DisableKey(&model.DisableKeyRequest{Body: &model.OperateKeyRequestBody{KeyId: key}}); err != nil {
		t.Fatal(err)
	}
	_, err := encryptHuawei(client, key, nil)
	wantHuaweiCode(t, err, 400, "KMS.0209")
}

func TestHuaweiListsDecodeWithoutATypeError(t *testing.T) {
	client := newHuawei(t, "tandemdevsecret")
	key := createHuawei(t, client)
	if _, err := client.ListKeys(&model.ListKeysRequest{Body: &model.ListKeysRequestBody{}}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ListKeyDetail(&model.ListKeyDetailRequest{Body: &model.OperateKeyRequestBody{KeyId: key}}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.ListAliases(&model.ListAliasesRequest{KeyId: &key}); err != nil {
		t.Fatal(err)
	}
}

func TestHuaweiWrongSecretIsRefused(t *testing.T) {
	_, err := encryptHuawei(newHuawei(t, "wrong"), "0d0466b0-e727-4d9c-b35d-f84bb474a37f", nil)
	wantHuaweiCode(t, err, 401, "APIGW.0301")
}
