# No SDK: the commands of tandem itself
set -eu
export TANDEM_ADDR='{{url}}' TANDEM_ID='{{id}}' TANDEM_SECRET='{{secret}}'
key=$(tandem key create "snippet-$(date +%s)-$$")
ciphertext=$(tandem encrypt "$key" hello)
echo "$key: $ciphertext -> $(tandem decrypt "$key" "$ciphertext")"
