#pragma once
// kRsaPlaintext of the self-test under its RSA key, made by the openssl command line, and public keys of other forms.
// In base64 unless it is PEM.

namespace tandem::crypto::asymmetric_vectors {

inline constexpr char kPkcs1Ciphertext[] =
    "ey66HBYwTgs7oy5c7VipGaFpDRkjX5GglDjDqffoDEBbztxqLy3Jab9WPR3lG0n5V9BaTI9ChOlALzXTzjQNhGnjsLJvtu3ptwwKa2R2qdQC"
    "as5ShCeRasJ3lWTUhbYboIkBilbaFMd4l7D3PL6BCoJU4/79k5qlFbcyFGByJhocuBUTIMt5DwJxMA9kHuAe0GhE4pbDbU4z6eZo9XkqFVyX"
    "86/ST2gOVAOfkPovlkNm4uuG/DsYrqxbq3p7b6LRQK88dr1e/rnsjYgtssgueshd2YP06SgVscW81w0xwpCvERbU0k8/YiKvzmhAfpLJ+AlC"
    "UX/aO8e9N9CGz7T9pw==";
inline constexpr char kOaepSha1Ciphertext[] =
    "B8wO52wWcEe4ziPiSjYkWqY1QK3mdByJ4i94iQPBIHcJpeSU+/Byh4Vxz395nonlXnTJiDygwj0sbSXYEiAMUoB3N2b/axKx1F/Q6NhEUHGv"
    "sFxJmXvmx7YvfjnrNdzCu5FYY6AfstxyyaN4Rnp7dbOChX9bUkzNt5f9LLg84HZOMBM+oSyJ+3ryZHoO7v10YnATDY6TN2AKErkzITRBSMuh"
    "Rx+w+dxU2nDQCfEChQPypi7T2eqTS4z7DMHjWJjggOyefW/EXqs68rwv8gozokhgFBqLHrmdHDGuOFxVI8iOQf8+R8FuPZ4n/tAVePtdTE5Y"
    "Xz9SKzQK5QySFKnbpA==";

// The public half of the self-test's RSA key, as openssl writes it.
inline constexpr char kPublicPem[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAn/7ixeqk/2LJmyt12/1H\n"
    "2ohgrZJKpvebZOWgPABhw3Ig79sT4pRDlZt3pFrVK+Wl0dnY34McxwuRzy2ftONV\n"
    "RY0KWXddb+CKsF3zGcX+ivZMG4/XQB6ZWZp5QJ/45wh6VIdcltNf6vPInxvCmpNl\n"
    "Wrrp/GDONe38izuer+zkP77K0sD8HX62cP0w6ChuTV5QwqMiV7XuXC4pdoyCI7Xf\n"
    "UUmsIyNOLUNRJJBpU2O34I5u5ELQsLNuEvfylRDU+rjbCs2So6t4P13CkcUnfHLm\n"
    "J9O5cNMkPE+PMSQiR94laadrflqD/hbfpz/+PZDd8tJ55bnStU/zMRlOiyJuZhf9\n"
    "sQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

// The same in PKCS#1's own structure, which is not a SubjectPublicKeyInfo.
inline constexpr char kPkcs1PublicPem[] =
    "-----BEGIN RSA PUBLIC KEY-----\n"
    "MIIBCgKCAQEAn/7ixeqk/2LJmyt12/1H2ohgrZJKpvebZOWgPABhw3Ig79sT4pRD\n"
    "lZt3pFrVK+Wl0dnY34McxwuRzy2ftONVRY0KWXddb+CKsF3zGcX+ivZMG4/XQB6Z\n"
    "WZp5QJ/45wh6VIdcltNf6vPInxvCmpNlWrrp/GDONe38izuer+zkP77K0sD8HX62\n"
    "cP0w6ChuTV5QwqMiV7XuXC4pdoyCI7XfUUmsIyNOLUNRJJBpU2O34I5u5ELQsLNu\n"
    "EvfylRDU+rjbCs2So6t4P13CkcUnfHLmJ9O5cNMkPE+PMSQiR94laadrflqD/hbf\n"
    "pz/+PZDd8tJ55bnStU/zMRlOiyJuZhf9sQIDAQAB\n"
    "-----END RSA PUBLIC KEY-----\n";

// SubjectPublicKeyInfo of an RSA key of 1,024 bits.
inline constexpr char kShortPublicKey[] =
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCvYxoISpJPyxMnTO7d0EQ2UDxiMqIiCXOXHNvN//Nuw5hA6zb9T0rVfBNWFUBCtXglOj/a"
    "EnE2ZH6dOzwfuqFSbrfZWUZmyp+rY57QUhEVMvDSY80xYIITNHGmWvt6iEwDZn5XmOXPMeh/9dHBB1dT9fhnUt9XhXEV1seXgrbFRwIDAQAB";

}  // namespace tandem::crypto::asymmetric_vectors
