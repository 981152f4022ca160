package sdktests

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	tencent "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms/v20190118"
)

// The actions that the released SDK has types for; the others go by its client for any action.
var typedRequests = map[string]func() any{
	"ArchiveKey":                          func() any { return tencent.NewArchiveKeyRequest() },
	"AsymmetricRsaDecrypt":                func() any { return tencent.NewAsymmetricRsaDecryptRequest() },
	"AsymmetricSm2Decrypt":                func() any { return tencent.NewAsymmetricSm2DecryptRequest() },
	"BindCloudResource":                   func() any { return tencent.NewBindCloudResourceRequest() },
	"CancelKeyArchive":                    func() any { return tencent.NewCancelKeyArchiveRequest() },
	"CancelKeyDeletion":                   func() any { return tencent.NewCancelKeyDeletionRequest() },
	"CreateKey":                           func() any { return tencent.NewCreateKeyRequest() },
	"CreateWhiteBoxKey":                   func() any { return tencent.NewCreateWhiteBoxKeyRequest() },
	"Decrypt":                             func() any { return tencent.NewDecryptRequest() },
	"DeleteImportedKeyMaterial":           func() any { return tencent.NewDeleteImportedKeyMaterialRequest() },
	"DeleteWhiteBoxKey":                   func() any { return tencent.NewDeleteWhiteBoxKeyRequest() },
	"DescribeKey":                         func() any { return tencent.NewDescribeKeyRequest() },
	"DescribeKeys":                        func() any { return tencent.NewDescribeKeysRequest() },
	"DescribeWhiteBoxDecryptKey":          func() any { return tencent.NewDescribeWhiteBoxDecryptKeyRequest() },
	"DescribeWhiteBoxDeviceFingerprints":  func() any { return tencent.NewDescribeWhiteBoxDeviceFingerprintsRequest() },
	"DescribeWhiteBoxKey":                 func() any { return tencent.NewDescribeWhiteBoxKeyRequest() },
	"DescribeWhiteBoxKeyDetails":          func() any { return tencent.NewDescribeWhiteBoxKeyDetailsRequest() },
	"DescribeWhiteBoxServiceStatus":       func() any { return tencent.NewDescribeWhiteBoxServiceStatusRequest() },
	"DisableKey":                          func() any { return tencent.NewDisableKeyRequest() },
	"DisableKeyRotation":                  func() any { return tencent.NewDisableKeyRotationRequest() },
	"DisableKeys":                         func() any { return tencent.NewDisableKeysRequest() },
	"DisableWhiteBoxKey":                  func() any { return tencent.NewDisableWhiteBoxKeyRequest() },
	"DisableWhiteBoxKeys":                 func() any { return tencent.NewDisableWhiteBoxKeysRequest() },
	"EnableKey":                           func() any { return tencent.NewEnableKeyRequest() },
	"EnableKeyRotation":                   func() any { return tencent.NewEnableKeyRotationRequest() },
	"EnableKeys":                          func() any { return tencent.NewEnableKeysRequest() },
	"EnableWhiteBoxKey":                   func() any { return tencent.NewEnableWhiteBoxKeyRequest() },
	"EnableWhiteBoxKeys":                  func() any { return tencent.NewEnableWhiteBoxKeysRequest() },
	"Encrypt":                             func() any { return tencent.NewEncryptRequest() },
	"EncryptByWhiteBox":                   func() any { return tencent.NewEncryptByWhiteBoxRequest() },
	"GenerateDataKey":                     func() any { return tencent.NewGenerateDataKeyRequest() },
	"GenerateRandom":                      func() any { return tencent.NewGenerateRandomRequest() },
	"GetKeyRotationStatus":                func() any { return tencent.NewGetKeyRotationStatusRequest() },
	"GetParametersForImport":              func() any { return tencent.NewGetParametersForImportRequest() },
	"GetPublicKey":                        func() any { return tencent.NewGetPublicKeyRequest() },
	"GetRegions":                          func() any { return tencent.NewGetRegionsRequest() },
	"GetServiceStatus":                    func() any { return tencent.NewGetServiceStatusRequest() },
	"ImportKeyMaterial":                   func() any { return tencent.NewImportKeyMaterialRequest() },
	"ListAlgorithms":                      func() any { return tencent.NewListAlgorithmsRequest() },
	"ListKeyDetail":                       func() any { return tencent.NewListKeyDetailRequest() },
	"ListKeys":                            func() any { return tencent.NewListKeysRequest() },
	"OverwriteWhiteBoxDeviceFingerprints": func() any { return tencent.NewOverwriteWhiteBoxDeviceFingerprintsRequest() },
	"ReEncrypt":                           func() any { return tencent.NewReEncryptRequest() },
	"ScheduleKeyDeletion":                 func() any { return tencent.NewScheduleKeyDeletionRequest() },
	"SignByAsymmetricKey":                 func() any { return tencent.NewSignByAsymmetricKeyRequest() },
	"UnbindCloudResource":                 func() any { return tencent.NewUnbindCloudResourceRequest() },
	"UpdateAlias":                         func() any { return tencent.NewUpdateAliasRequest() },
	"UpdateKeyDescription":                func() any { return tencent.NewUpdateKeyDescriptionRequest() },
	"VerifyByAsymmetricKey":               func() any { return tencent.NewVerifyByAsymmetricKeyRequest() },
}

type caller struct {
	typed *tencent.Client
	any   *common.Client
}

func newCaller(t *testing.T, id, secret string) caller {
	t.Helper()
	options := profile.NewClientProfile()
	options.HttpProfile.Scheme = "HTTP"
	options.HttpProfile.Endpoint = serverURL(t).Host
	credential := common.NewCredential(id, secret)
	typed, err := tencent.NewClient(credential, "ap-guangzhou", options)
	if err != nil {
		t.Fatal(err)
	}
	return caller{typed, common.NewCommonClient(credential, "ap-guangzhou", options)}
}

func callerOfANewTenant(t *testing.T) caller {
	t.Helper()
	made := newTenant(t)
	return newCaller(t, made.Credential.Id, made.Credential.Secret)
}

// call gives the members of the answer.
func (c caller) call(action string, fields map[string]any) (map[string]any, error) {
	text, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	var body []byte
	request, known := newTyped(action, text)
	if known {
		outcome := reflect.ValueOf(c.typed).MethodByName(action).Call([]reflect.Value{reflect.ValueOf(request)})
		if failure, failed := outcome[1].Interface().(error); failed {
			return nil, failure
		}
		body = []byte(outcome[0].Interface().(interface{ ToJsonString() string }).ToJsonString())
	} else {
		request := tchttp.NewCommonRequest("kms", "2019-01-18", action)
		if err := request.SetActionParameters(text); err != nil {
			return nil, err
		}
		response := tchttp.NewCommonResponse()
		if err := c.any.Send(request, response); err != nil {
			return nil, err
		}
		body = response.GetBody()
	}
	var answer struct{ Response map[string]any }
	return answer.Response, decode(body, &answer)
}

// newTyped is false for an action, or for fields of it, that are newer than the SDK's types.
func newTyped(action string, text []byte) (any, bool) {
	construct, found := typedRequests[action]
	if !found {
		return nil, false
	}
	request := construct()
	err := request.(interface{ FromJsonString(string) error }).FromJsonString(string(text))
	return request, err == nil
}

func TestEveryActionAnswersAndRefusesAsDocumented(t *testing.T) {
	callers := map[string]caller{"": callerOfANewTenant(t), "nobody": newCaller(t, "nobody", "secret")}
	runScenario(t, "tencent_2019", func(as, action string, fields map[string]any) (map[string]any, string) {
		answer, err := callers[as].call(action, fields)
		if failure, refused := err.(*errors.TencentCloudSDKError); refused {
			return nil, failure.Code
		}
		if err != nil {
			t.Fatal(action, err)
		}
		return answer, ""
	})
}
