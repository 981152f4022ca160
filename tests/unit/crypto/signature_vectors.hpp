#pragma once
// Signatures of "sample" by the self-test's RSA key, made by the openssl command line, in base64.

namespace tandem::crypto::signature_vectors {

inline constexpr char kPkcs1Signature256[] =
    "YQzOPh6f5WCoj/lwq3FBdxnEefxLEpQjgrCkv97fQ0G7azLIPxETPGTlddm2EM7zwl2bvcl4gLIwrq2OH0BW+DiUoI0usw1N/g/PpdBQlDNw0u"
    "pbaBdreq5Jmzu0qkxZ4bcKsh/7FvKr7pFpKmuac6oaZS3wsInX2ZA0CL6ckJO5+rMbDURNBCjdRGV5hoTtT8kDYdyY6L4c7WcEFKs2N6p9EvCA"
    "BBY8fNNfDddctH10SmdsUBdPVE1tVqYT9RLQvHq3A57uY4wsTGvjbwzL5J8Uex5X6UBEcHy6XoNyf2YdskzpueTfp3trLXCBZFFIYTOUR4xjyp"
    "QbvgCXQFMwPQ==";

inline constexpr char kPssSignature256[] =
    "nsowPfwopKJNc3iumGHiD88h5NiR9WFW7ScSTfbFLeGfG4gV0bJE/SwETW1It9xHawHglnUnylATUCsHBurKvCbdnzkNFhdodHaIqArlGmwD19"
    "KIeX5IgqYnRWNYnb50JwkTJ2dv/+lLQIjlwUKAcqLV+mBUltrSPW/YNWN4xk0AZijAZlJuGUP9qkC4744KTP6F4yI7evM6u2Nd77NwBREZtsJd"
    "6opZ616D/qN32T53KDbbYbzlJ1QpA2/E8nkkJDa979nd5KNsNTLb5MfoAUzfLOUy7fbGDrvB87yI1sIfzsRF3+d+5AdmFx4u0xbbpAVpGCsM2u"
    "XSTNrB/2aGdw==";

inline constexpr char kPkcs1Signature384[] =
    "X4YDOaQksOL1oWOZy/2x4WPRBi9CVZSbF4SSbHqMZrgf6PvImggAFW3nAg9tEoMX0Jv4NpMgCDz+5Hqn7M8Et7aIhZ8wlv4pm0c6JBGwwAw//I"
    "QVpgBgZUceJXTr9OHBqW/Jo5ewJk1yVAU4nkwGE/oMAF5Bn7cFnGEN3HgTuvnvUtgyvJz5GHmfzRqK0mefcRg95iCW/imv/n0Ae3TV/wkjD4Bc"
    "cgAky+qkSn0/HFo7ZyLhkcvCrSH7aiypr/tvMDv2WiZBfqCSXZqNwTVPk144eJMKKhzvbVOUI+RqmFoMu/EiGqTD9lWaZ3AKxVxyqOl+par/Y2"
    "xSZzyj4Y1g1w==";

inline constexpr char kPssSignature384[] =
    "ijQpHnuS2krwcj5Sb/gcp56moqiB+oaQgVrWhJLLCEmU7Qae8LslQ3Lgv+VaWpyP59tAEz91BVXH1bW8/PQAs9pdmEgrGFaMaaPlLJ2jKP3Bp5"
    "j1M6vbtFaoRlaTbVut2eZtY41yWjb66PCXB9O6BvuJuYG/ajxbf6NdAY4tLEpDk7iTKxekdQJ+bUZsW9Q0fIi7btZoOOhVE7gDGZ9fNHQqHNsO"
    "bq6vWYs18w9dT0sCT/FtjVhShU2iKGFeInei23jJ/KkcdpRG/e2zO3galG1HCBcOqT/Y+XtmqTIlzBfAIhpR42YIu214fhFwaHWwz1mkTKZSBA"
    "LzvYqrlemubA==";

inline constexpr char kPkcs1Signature512[] =
    "YOLLV8iOlRMjsbZW1tDSrOsOA+yKeD7DMzGtkJwBfcmDrSktQtazZ9y62ckCEad1Nmyk4X/ZjpGxcrfilsdkmopEIXo6ZBH6a7hm90IR4+2w8x"
    "eLZgC4E8hxSjUcvMFVccv6e6xt7oN97xfuoSGe/MlEqnsF74eIq/J9evaqOS7FzI5AMncnuO8uPneoZsMNm0ns1Rks6iNnbQXJRNpjJjg32j1o"
    "MzL5LCksONMuapg58FpgsFlHl6CDL9volkbLmyreOJgkl8L6tys5IyFHQ4L0KoqTT+Oi8drJvz+sesMi1GqmQ1Z0NosQR/OBj/Zk4xCCEJT00a"
    "Lvj43zimFvqA==";

inline constexpr char kPssSignature512[] =
    "P58fpJsfCQe8uSrq7PAg0PEU+dU2uhn36u4nFo419rkJOwnDVYweNMnhSpqVnsa6ckqa4ffkfooJwUPsVigrDrqsarMDWUYuzi9d4vhwUhHUKF"
    "Xwq+6/jVyUepNM53Zi0MBOZLF3FwI7M/uVTnYVlk5LszJ055lv5d0KoY631Cqi3Wvgellfa7QVMPPLOcLTuXw5UAX2wl+W4ANT5PYuSSmNar92"
    "5ZOGUWPN0B1NnNLfLZN2X14fotR13+Sk18JacYc6esrpfzX9sF7UU+evh66bXqA7BiuVn+iunuRoIyi7eDSIoQTgCxMyliWvoY/T92tl4UyZBe"
    "9OqvLohVg/mQ==";

// A signature with a salt of 8 bytes.
inline constexpr char kPssShortSaltSignature[] =
    "NYJAUaiFPdKHsnqSi1YusIrGJFcA/t9bDhpIolKxd1lyJgBhmQ1019iqONUvBAVneEXSFijmFQb8bPgqBs+lC1zxfAK/pDxTmO8B8jOdJJHIym"
    "/Mi15b7O4QB9yZi7bousNfdFfSYPeD4FkxUaAhEDJpoLklQOyTdcbKeGTmTXgggk3X400ICH9JLKHPw+SrT0Rr/gEBSbMiPGL2HhDV52+6oH0a"
    "Z856nbQG4SE09JYOxqzlCTG0y/nTC6orRgMoMEuHmoSLs0OA2Br6Lp9otffC0ukLwS4sFyP/81CovWTjyhvaEmEnmBivF93Fa6L7O8fP0FiJuB"
    "DaFV9plLhs3A==";

}  // namespace tandem::crypto::signature_vectors
