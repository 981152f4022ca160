package sdktests

// Clients of golangsdk, which sign SDK-HMAC-SHA256 with a scope: the seal of Vault, and the SDK itself.

import (
	"context"
	"testing"

	wrapping "github.com/hashicorp/go-kms-wrapping"
	"github.com/hashicorp/go-kms-wrapping/wrappers/huaweicloudkms"
	"github.com/huaweicloud/golangsdk"
	"github.com/huaweicloud/golangsdk/openstack"
	"github.com/huaweicloud/golangsdk/openstack/kms/v1/keys"
)

func newSeal(t *testing.T, key, secret string) (*huaweicloudkms.Wrapper, error) {
	t.Helper()
	seal := huaweicloudkms.NewWrapper(&wrapping.WrapperOptions{})
	_, err := seal.SetConfig(map[string]string{
		"region": "cn-north-4", "project": "cn-north-4", "access_key": "tandemdev", "secret_key": secret,
		"kms_key_id": key, "identity_endpoint": serverURL(t).String() + "/v3"})
	return seal, err
}

func TestHuaweiSealOfVaultWrapsAndUnwraps(t *testing.T) {
	key := createHuawei(t, newHuawei(t, "tandemdevsecret"))
	seal, err := newSeal(t, key, "tandemdevsecret")
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := seal.Encrypt(context.Background(), []byte("root key"), []byte("vault"))
	if err != nil {
		t.Fatal(err)
	}
	opened, err := seal.Decrypt(context.Background(), sealed, []byte("vault"))
	if err != nil || string(opened) != "root key" {
		t.Fatalf("got %q, %v", opened, err)
	}
	if seal.KeyID() != key {
		t.Fatalf("the seal names key %q", seal.KeyID())
	}
}

func TestHuaweiSealOfVaultIsRefusedWithAnotherSecret(t *testing.T) {
	if _, err := newSeal(t, "11111111-1111-1111-1111-111111111111", "wrong"); err == nil {
		t.Fatal("a wrong secret was taken")
	}
}

func newGolangsdk(t *testing.T, project string) *golangsdk.ServiceClient {
	t.Helper()
	provider, err := openstack.NewClient(serverURL(t).String() + "/v3")
	if err != nil {
		t.Fatal(err)
	}
	err = openstack.Authenticate(provider, golangsdk.AKSKAuthOptions{IdentityEndpoint: serverURL(t).String() + "/v3",
		AccessKey: "tandemdev", SecretKey: "tandemdevsecret", ProjectName: project, Region: project})
	if err != nil {
		t.Fatal(err)
	}
	client, err := openstack.NewKMSV1(provider, golangsdk.EndpointOpts{Region: project})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestHuaweiGolangsdkLeadsAKeyThroughItsLife(t *testing.T) {
	client := newGolangsdk(t, "cn-north-4")
	made, err := keys.Create(client, keys.CreateOpts{KeyAlias: newAlias(), KeyDescription: "of golangsdk"}).ExtractKeyInfo()
	if err != nil {
		t.Fatal(err)
	}
	if disabled := keys.DisableKey(client, made.KeyID); disabled.Err != nil {
		t.Fatal(disabled.Err)
	}
	found, err := keys.Get(client, made.KeyID).ExtractKeyInfo()
	if err != nil || found.KeyDescription != "of golangsdk" || found.KeyState != "3" {
		t.Fatalf("%+v, %v", found, err)
	}
	if _, err := keys.Delete(client, keys.DeleteOpts{KeyID: made.KeyID, PendingDays: "7"}).Extract(); err != nil {
		t.Fatal(err)
	}
}
