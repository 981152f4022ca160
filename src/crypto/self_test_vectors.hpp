#pragma once
// Known answers of the asymmetric self-test, in base64. These keys protect nothing.

namespace tandem::crypto::self_test_vectors {

// PKCS#8 of an RSA-2048 key made for this test, and kRsaPlaintext under it by OAEP with SHA-256.
inline constexpr char kRsaKey[] =
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCf/uLF6qT/YsmbK3Xb/UfaiGCtkkqm95tk5aA8AGHDciDv2xPilEOVm3ek"
    "WtUr5aXR2djfgxzHC5HPLZ+041VFjQpZd11v4IqwXfMZxf6K9kwbj9dAHplZmnlAn/jnCHpUh1yW01/q88ifG8Kak2Vauun8YM417fyLO56v"
    "7OQ/vsrSwPwdfrZw/TDoKG5NXlDCoyJXte5cLil2jIIjtd9RSawjI04tQ1EkkGlTY7fgjm7kQtCws24S9/KVENT6uNsKzZKjq3g/XcKRxSd8"
    "cuYn07lw0yQ8T48xJCJH3iVpp2t+WoP+Ft+nP/49kN3y0nnludK1T/MxGU6LIm5mF/2xAgMBAAECggEARyCaEiCJb5usQtZkVANagTVlvWQu"
    "2eFz7LwEqwgEbk37hIYhZfZBwW3XF3LmF9jFCfDN8DeqgHaNQMxolpMF4qCb/EALguQQ4+0wWMHjskVielJNAA1aYTJCO0+i6JqlP5TZvZeE"
    "qb/s7Yb60Zs7UMWNpgwnQGRnhEJh/pXStt9XYDxK+aTUtfI4D8gA2ir8a3O4PTiXc1wmCu1r2LzgrYsgx9KueRQ9bbjTgQaLRbV9s9hU8OCg"
    "SMox9ab9azGPRZMupfbgWzAv/HjkK7ohN3oTcp+WGR260yrnzAUFU4n6GPIGbmrOwt8nVTOqSsIX3AG5e5sky1CxZ9aHAvluTQKBgQDbtwWX"
    "3JKDws5g6ceXkx0GwSDVcf0wm3v0PuOSkoy6YsH/yEXScE6yxo+ij8CId7TP/0rDZMb0sZW7+GIokhg4J4LvBhVRctqzLaC3vFm8/vsEHZ+a"
    "LKpZYUHCspxy/WTMUnCb1EKL4gqLhl4+HbvEPxEON4DrfWd+qorrQHjbUwKBgQC6axZieHBI+WOBkpCq/GcREHizAgZo2zEFxMdbd1JOZHUu"
    "6Gxg6hqiVtAzn6xSGyAK1fqDm3/uStdyjB6ve4BgU9qQIluD5KlpludxSFnJjhxHT0F8eIHTpevjwMLXMLORqIZ9tXcblRN6HGKc5NcALcRV"
    "+no57m3ktvPM1iImawKBgCeOeORRYtN0BCHwlO2WH9iydo3XGuVgaN2dYO1nkwyPcSvyy5dKfvCyzPNQfDJVkukLplMtVqCBRFr2Kf3x54hc"
    "nLcZ2kayresqYNATifh704d3Kd/hAL5cwzEhZQdS1Y3vnbSAb4atqIZcJ6V5Ru/bBuAPYBeFmVd1rtMR5XBfAoGBAJVoqsI1YVk7eEMrYwOH"
    "1Fta5kIih1yXAQ1sj5OBaNgnr7vu0J5EQyCFj80wVn5f+yh0I5pDkR89oLvQDe/7fgK2cmA/CTYGmLlmFw02PbBLU+LbZNMMCpHFU/BwWDj8"
    "cY92kIREYrganUerZGX3C1K7W7bFUB0KOc2rzG8J2MkNAoGAZmoigbnLAhm0Abj1xj3yuzO/YwaRaLTtJnBg69mEj89lP7xeQv6jiEHdd466"
    "tJJH98c5VsMkIW5STqMrS35q3mGP4Pg8m8r15zJk4JfLsW6aKgOXJ64LxVCgjKteHGk1PitV8hGvjdltsL2l/k/7+YoUYz3Xsvt7uF87Bs5x"
    "GRc=";
inline constexpr char kRsaPlaintext[] = "tandem self test";
inline constexpr char kRsaCiphertext[] =
    "BWi30viI/sc/zSG3tfwyLJiCDqamodPZ2DJtgUwWKZ/SpJ7+aCkFo3FMqXeNZFXrHWY+UXzW35d4U5D4hdjCaAmd/l65MfTsqeknw0qtj62d"
    "BOT+f10+jWySuWoe3cJwjuxdBRuigjv3sglRU2rAqYinryzvpzRqF2TeofTwZJKwvguqeaOaVQ+7FJJPL7laxwVTJ7O8PASJDLTklnP4f6Qh"
    "+zp4d/GpybszJdy/0dThW0zV/Q9zo39JS843rI7hyBw9Mrr2eYO8g4LzHBC7iaKYHOKh6uNQxWB5NXxjDzceXTHMMQ+fQcgSPJc8vU5pIGXa"
    "GlXQaiEaRhtLcZAojQ==";

// The key and the ciphertext of the encryption example on the recommended curve, GM/T 0003.5-2012.
inline constexpr char kSm2Key[] =
    "MEECAQAwEwYHKoZIzj0CAQYIKoEcz1UBgi0EJzAlAgEBBCA5RSCPeyFEsT8244rG05+ViJOTaShgtRpC+4HvTffFuA==";
inline constexpr char kSm2Plaintext[] = "encryption standard";
inline constexpr char kSm2Ciphertext[] =
    "MHwCIATr/HGOjReYYgQyJo53/rZBXi7eDgc8D09kDs0uFJpzAiEA6Fj52B5UMKV7Ntqrj5UKPGTm7mpjCU2ZKDr/dn4STfAEIFmYPBj4CeJi"
    "kjxTrsKV0wODtU451gnRYK/LGQjQvYdmBBMhiGypicqcfVgIcwfKkwktZR76";

// Signatures. By the RSA key, of kRsaPlaintext, PKCS#1 v1.5 with SHA-256, made by the openssl command line.
inline constexpr char kRsaSignature[] =
    "XtdAYLs0g310E8xsjwqIZbIGFCSAxSZgQ3Qr02HNEff0WMk+MPvrjMYbeXWW6iDwJY3wST+/wryADiOf2zwC6297N1ROIrRLGWiB42bDm7PS"
    "E0z7G4mhind7chwHvtL/0T5At45suqHLOMlRMCTSCjAhA7IAp4Ps0/ofW0cCr91Pqg2vpsHY1fDIds9Y9k/WGQX1LgjHxEX8S2M9RsZ0LppD"
    "k5Xq5Hxmmdcw4X/quRKbJ5R+g3Dft9mZiqyTx6kIR1EvLxscz/Fb66H4HQadOQd9m0/WuRtwKSEdyUCdAM2gW3W/Ti9sj4O+SQ5e+FbgrCTw"
    "xiAuVxt3mgBj7k6lfA==";
// RFC 6979 appendix A.2.5, "sample" with SHA-256 on P-256: the scalar in hexadecimal, the signature in base64.
inline constexpr char kP256Scalar[] = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
inline constexpr char kP256Signature[] =
    "MEYCIQDv1IsqrLao/RFA3ZzUXoHWnSyHe1aq+ZHDTQ6oTq83FgIhAPfLHJQtZXxB1DbHobbin2Xz6QDbua/0Bk3Eqy+EOs2o";
// GM/T 0003.5-2012 appendix A.2, "message digest", by the key above.
inline constexpr char kSm2Signature[] =
    "MEYCIQD1oDsGSNLEYw7qxRPhu4GhWUTaOCfVt0FDrH6s7ucgswIhALG2qinfIS/YdjGCvA1CHKG7kDj9H39C1IQLacSFu8Gq";
// RFC 8032 section 7.1, test 1: PKCS#8 of the key and the signature of the empty message.
inline constexpr char kEd25519Key[] = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
inline constexpr char kEd25519Signature[] =
    "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==";

}  // namespace tandem::crypto::self_test_vectors
