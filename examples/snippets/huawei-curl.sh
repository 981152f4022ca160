# Huawei KMS, curl with a token (the other APIs sign each request, which curl cannot)
set -eu
url='{{url}}'
kms="$url/v1.0/{{project}}/kms"

# Reads one text member of the JSON on standard input.
member() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }

login='{"auth":{"identity":{"methods":["password"],"password":{"user":
  {"name":"{{id}}","password":"{{secret}}","domain":{"name":"{{id}}"}}}},"scope":{"project":{"id":"{{project}}"}}}}'
token=$(curl -sSf -D - -o /dev/null "$url/v3/auth/tokens" -d "$login" | tr -d '\r' | sed -n 's/^X-Subject-Token: //Ip')

call() { curl -sSf "$kms/$1" -H "X-Auth-Token: $token" -H 'Content-Type: application/json' -d "$2"; }
key=$(call create-key "{\"key_alias\":\"snippet-$(date +%s)-$$\"}" | member key_id)
ciphertext=$(call encrypt-data "{\"key_id\":\"$key\",\"plain_text\":\"hello\"}" | member cipher_text)
plaintext=$(call decrypt-data "{\"cipher_text\":\"$ciphertext\"}" | member plain_text)
echo "$key: $ciphertext -> $plaintext"
