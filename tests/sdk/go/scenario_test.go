package sdktests

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
)

// A step of tests/sdk/scenarios, which tests/support/python/scenarios.py describes.
type step struct {
	Call    string
	With    map[string]any
	Keep    map[string]string
	Refused string
	As      string
}

// runScenario makes the calls of a list of steps in their order. call gives the members of the answer, or the code of its
// refusal; a nil answer without a code passes a step that the SDK does not have.
func runScenario(t *testing.T, name string, call func(as, action string, fields map[string]any) (map[string]any, string)) {
	t.Helper()
	text, err := os.ReadFile("../scenarios/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var steps []step
	if err := decode(text, &steps); err != nil {
		t.Fatal(err)
	}
	kept := map[string]any{}
	for _, one := range steps {
		answer, refused := call(one.As, one.Call, filled(t, one.With, kept).(map[string]any))
		if answer == nil && refused == "" {
			continue
		}
		if refused != one.Refused {
			t.Errorf("%s: %q instead of %q", one.Call, refused, one.Refused)
		}
		for name, path := range one.Keep {
			kept[name] = member(answer, path)
		}
	}
}

// member gives nil for one that is not there.
func member(answer map[string]any, path string) any {
	var found any = answer
	for _, name := range strings.Split(path, ".") {
		members, _ := found.(map[string]any)
		found = members[name]
	}
	return found
}

type tenant struct {
	Credential struct{ Id, Secret string }
	ProjectId  string `json:"project_id"`
}

func newTenant(t *testing.T) tenant {
	t.Helper()
	answer, err := http.Post(serverURL(t).String()+"/_tandem/tenants", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var made tenant
	if err := json.NewDecoder(answer.Body).Decode(&made); err != nil {
		t.Fatal(err)
	}
	return made
}

func decode(body []byte, answer any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return decoder.Decode(answer)
}

func seal(t *testing.T, publicKey string, first int64) string {
	t.Helper()
	der, err := base64.StdEncoding.DecodeString(publicKey)
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		t.Fatal(err)
	}
	plaintext := make([]byte, 32)
	for i := range plaintext {
		plaintext[i] = byte(first + int64(i))
	}
	sealed, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, key.(*rsa.PublicKey), plaintext, nil)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(sealed)
}

func filled(t *testing.T, value any, kept map[string]any) any {
	t.Helper()
	switch given := value.(type) {
	case string:
		if strings.HasPrefix(given, "$") {
			return kept[given[1:]]
		}
	case []any:
		all := make([]any, len(given))
		for i, one := range given {
			all[i] = filled(t, one, kept)
		}
		return all
	case map[string]any:
		if name, sealed := given["$seal"]; sealed {
			var first int64
			if from, given := given["from"].(json.Number); given {
				first, _ = from.Int64()
			}
			return seal(t, filled(t, name, kept).(string), first)
		}
		all := map[string]any{}
		for name, one := range given {
			all[name] = filled(t, one, kept)
		}
		return all
	}
	return value
}
