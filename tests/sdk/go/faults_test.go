package sdktests

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	tencent "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms/v20190118"
)

// postAdmin calls the server's own API and fills `answer`.
func postAdmin(t *testing.T, path, body string, answer any) {
	t.Helper()
	response, err := http.Post(serverURL(t).String()+path, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil || response.StatusCode != 200 {
		t.Fatal(path, response.Status, err)
	}
}

// newFaulty makes a client of a tenant of its own, and puts a rule in force for it alone.
func newFaulty(t *testing.T, rateLimitRetries int, when, do string) *tencent.Client {
	t.Helper()
	var made struct {
		Credential struct{ ID, Secret string }
	}
	postAdmin(t, "/_tandem/tenants", "{}", &made)
	var set struct{ Names []string }
	postAdmin(t, "/_tandem/faults", `{"match":{"credential":"`+made.Credential.ID+`"},"when":`+when+`,"do":`+do+`}`, &set)
	t.Cleanup(func() {
		request, _ := http.NewRequest("DELETE", serverURL(t).String()+"/_tandem/faults/"+set.Names[0], nil)
		if response, err := http.DefaultClient.Do(request); err == nil {
			response.Body.Close()
		}
	})
	options := profile.NewClientProfile()
	options.HttpProfile.Scheme = "HTTP"
	options.HttpProfile.Endpoint = serverURL(t).Host
	options.RateLimitExceededMaxRetries = rateLimitRetries
	options.RateLimitExceededRetryDuration = profile.ConstantDurationFunc(time.Millisecond)
	client, err := tencent.NewClient(common.NewCredential(made.Credential.ID, made.Credential.Secret), "ap-guangzhou", options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestTencentRetriesWhenItIsThrottled(t *testing.T) {
	client := newFaulty(t, 1, `{"next":1}`, `{"api_error":"throttled"}`)
	if _, err := client.ListKeys(tencent.NewListKeysRequest()); err != nil {
		t.Fatal(err)
	}
}

func TestTencentGivesUpWhenItIsThrottledAgain(t *testing.T) {
	client := newFaulty(t, 1, `{"next":2}`, `{"api_error":"throttled"}`)
	_, err := client.ListKeys(tencent.NewListKeysRequest())
	wantTencentCode(t, err, "RequestLimitExceeded")
}

func TestTencentDoesNotRetryAnInternalError(t *testing.T) {
	client := newFaulty(t, 1, `{"next":1}`, `{"api_error":"internal"}`)
	_, err := client.ListKeys(tencent.NewListKeysRequest())
	wantTencentCode(t, err, "InternalError")
}

func TestTencentSeesALostConnection(t *testing.T) {
	client := newFaulty(t, 0, `{"next":1}`, `{"truncate":20}`)
	if _, err := client.ListKeys(tencent.NewListKeysRequest()); err == nil {
		t.Fatal("half an answer is no answer")
	}
	if _, err := client.ListKeys(tencent.NewListKeysRequest()); err != nil {
		t.Fatal(err)
	}
}
