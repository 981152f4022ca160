package sdktests

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/basic"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	huawei "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/kms/v2"
)

// Newer than the released SDK.
var operationsBeyondTheSdk = map[string]bool{
	"CreateAccessPoint":             true,
	"CreateDatakeyCapsule":          true,
	"CreateKeyPolicy":               true,
	"DecryptDatakeyCapsule":         true,
	"DeleteAccessPoint":             true,
	"DeleteKeyPolicy":               true,
	"DisableAccessPoint":            true,
	"DownloadAccessPointPrivateKey": true,
	"EnableAccessPoint":             true,
	"ListAccessPoint":               true,
	"ListKeyPolicy":                 true,
	"RotateOnDemand":                true,
	"ShowKeyPolicy":                 true,
	"UpdateKeyPolicy":               true,
}

func newHuaweiOf(t *testing.T, id, secret, project string) *huawei.KmsClient {
	t.Helper()
	credentials, err := basic.NewCredentialsBuilder().WithAk(id).WithSk(secret).WithProjectId(project).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	client, err := huawei.KmsClientBuilder().WithEndpoint(serverURL(t).String()).WithCredential(credentials).SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	return huawei.NewKmsClient(client)
}

// fillRequest gives what stands in the path or the query to the request itself and all fields to its body.
func fillRequest(t *testing.T, request reflect.Value, fields map[string]any) {
	t.Helper()
	members := map[string]any{}
	for i := 0; i < request.Elem().NumField(); i++ {
		name, _, _ := strings.Cut(request.Elem().Type().Field(i).Tag.Get("json"), ",")
		if name == "body" {
			members[name] = fields
		} else if given, found := fields[name]; found {
			members[name] = given
		}
	}
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, request.Interface()); err != nil {
		t.Fatal(request.Type(), err)
	}
}

// callHuawei fails the test on an answer that the SDK cannot decode: that error is no refusal of the server's.
func callHuawei(t *testing.T, client *huawei.KmsClient, operation string, fields map[string]any) (map[string]any, string) {
	t.Helper()
	method := reflect.ValueOf(client).MethodByName(operation)
	if !method.IsValid() && operationsBeyondTheSdk[operation] {
		return nil, ""
	}
	request := reflect.New(method.Type().In(0).Elem())
	fillRequest(t, request, fields)
	outcome := method.Call([]reflect.Value{request})
	if failure, failed := outcome[1].Interface().(error); failed {
		refused, ok := failure.(*sdkerr.ServiceResponseError)
		if !ok || refused.RequestId == "" {
			t.Fatal(operation, failure)
		}
		return nil, refused.ErrorCode
	}
	text, err := json.Marshal(outcome[0].Interface())
	if err != nil {
		t.Fatal(operation, err)
	}
	answer := map[string]any{}
	if err := decode(text, &answer); err != nil {
		t.Fatal(operation, err)
	}
	return answer, ""
}

func TestEveryHuaweiOperationAnswersAndRefusesAsDocumented(t *testing.T) {
	made := newTenant(t)
	clients := map[string]*huawei.KmsClient{
		"":       newHuaweiOf(t, made.Credential.Id, made.Credential.Secret, made.ProjectId),
		"nobody": newHuaweiOf(t, "nobody", "secret", made.ProjectId),
	}
	runScenario(t, "huawei", func(as, operation string, fields map[string]any) (map[string]any, string) {
		if as == "per_region" { // a server of its own, which the tests in Python start
			return nil, ""
		}
		return callHuawei(t, clients[as], operation, fields)
	})
}
