// Package sdktests runs the vendors' released Go SDKs, unmodified, against a running server.
package sdktests

import (
	"encoding/base64"
	"fmt"
	"math/rand"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	tencent "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms/v20190118"
)

var names = rand.New(rand.NewSource(time.Now().UnixNano()))

func newAlias() string { return fmt.Sprintf("go-%d", names.Int63()) }

func serverURL(t *testing.T) *url.URL {
	t.Helper()
	parsed, err := url.Parse(os.Getenv("TANDEM_TEST_URL"))
	if err != nil || parsed.Host == "" {
		t.Fatal("TANDEM_TEST_URL must name a running server")
	}
	return parsed
}

func newTencent(t *testing.T, signMethod, secret string, unsigned bool) *tencent.Client {
	t.Helper()
	options := profile.NewClientProfile()
	options.HttpProfile.Scheme = "HTTP"
	options.HttpProfile.Endpoint = serverURL(t).Host
	options.SignMethod = signMethod
	options.UnsignedPayload = unsigned
	client, err := tencent.NewClient(common.NewCredential("tandemdev", secret), "ap-guangzhou", options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// eachTencent runs a test once a way of signing.
func eachTencent(t *testing.T, test func(t *testing.T, client *tencent.Client)) {
	for _, method := range []string{"TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1"} {
		t.Run(method, func(t *testing.T) { test(t, newTencent(t, method, "tandemdevsecret", false)) })
	}
	t.Run("unsigned payload", func(t *testing.T) {
		test(t, newTencent(t, "TC3-HMAC-SHA256", "tandemdevsecret", true))
	})
}

func createTencent(t *testing.T, client *tencent.Client) *string {
	t.Helper()
	request := tencent.NewCreateKeyRequest()
	request.Alias = common.StringPtr(newAlias())
	response, err := client.CreateKey(request)
	if err != nil {
		t.Fatal(err)
	}
	return response.Response.KeyId
}

func encryptTencent(client *tencent.Client, key *string, context string) (*string, error) {
	request := tencent.NewEncryptRequest()
	request.KeyId = key
	request.Plaintext = common.StringPtr(base64.StdEncoding.EncodeToString([]byte("hello from go")))
	if context != "" {
		request.EncryptionContext = &context
	}
	response, err := client.Encrypt(request)
	if err != nil {
		return nil, err
	}
	return response.Response.CiphertextBlob, nil
}

func decryptTencent(client *tencent.Client, blob *string, context string) (string, error) {
	request := tencent.NewDecryptRequest()
	request.CiphertextBlob = blob
	if context != "" {
		request.EncryptionContext = &context
	}
	response, err := client.Decrypt(request)
	if err != nil {
		return "", err
	}
	plain, err := base64.StdEncoding.DecodeString(*response.Response.Plaintext)
	return string(plain), err
}

func wantTencentCode(t *testing.T, err error, code string) {
	t.Helper()
	refused, ok := err.(*errors.TencentCloudSDKError)
	if !ok || refused.Code != code || refused.RequestId == "" {
		t.Fatalf("want %s with a request id, got %v", code, err)
	}
}

func TestTencentEncryptThenDecrypt(t *testing.T) {
	eachTencent(t, func(t *testing.T, client *tencent.Client) {
		blob, err := encryptTencent(client, createTencent(t, client), "")
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := decryptTencent(client, blob, ""); err != nil || plain != "hello from go" {
			t.Fatal(plain, err)
		}
	})
}

func TestTencentAnotherContextDoesNotOpen(t *testing.T) {
	eachTencent(t, func(t *testing.T, client *tencent.Client) {
		blob, err := encryptTencent(client, createTencent(t, client), `{"a":"1"}`)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := decryptTencent(client, blob, `{"a":"1"}`); err != nil {
			t.Fatal(err)
		}
		_, err = decryptTencent(client, blob, `{"a":"2"}`)
		wantTencentCode(t, err, "InvalidParameterValue.InvalidCiphertext")
	})
}

func TestTencentDataKeyComesInClearAndSealed(t *testing.T) {
	eachTencent(t, func(t *testing.T, client *tencent.Client) {
		request := tencent.NewGenerateDataKeyRequest()
		request.KeyId = createTencent(t, client)
		request.NumberOfBytes = common.Uint64Ptr(1024)
		made, err := client.GenerateDataKey(request)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := base64.StdEncoding.DecodeString(*made.Response.Plaintext)
		plain, err := decryptTencent(client, made.Response.CiphertextBlob, "")
		if err != nil || len(want) != 1024 || plain != string(want) {
			t.Fatal(len(want), err)
		}
	})
}

func TestTencentDisabledKeyDoesNotEncrypt(t *testing.T) {
	eachTencent(t, func(t *testing.T, client *tencent.Client) {
		key := createTencent(t, client)
		disable := tencent.NewDisableKeyRequest()
		disable.KeyId = key
		if _, err := client.DisableKey(disable); err != nil {
			t.Fatal(err)
		}
		_, err := encryptTencent(client, key, "")
		wantTencentCode(t, err, "ResourceUnavailable.CmkDisabled")
	})
}

func TestTencentWrongSecretIsRefused(t *testing.T) {
	_, err := newTencent(t, "TC3-HMAC-SHA256", "wrong", false).ListKeys(tencent.NewListKeysRequest())
	wantTencentCode(t, err, "AuthFailure.SignatureFailure")
}
