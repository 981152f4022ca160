// Huawei KMS, Java 11: Maven artifact com.huaweicloud.sdk:huaweicloud-sdk-kms
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.kms.v2.KmsClient;
import com.huaweicloud.sdk.kms.v2.model.CreateKeyRequest;
import com.huaweicloud.sdk.kms.v2.model.CreateKeyRequestBody;
import com.huaweicloud.sdk.kms.v2.model.DecryptDataRequest;
import com.huaweicloud.sdk.kms.v2.model.DecryptDataRequestBody;
import com.huaweicloud.sdk.kms.v2.model.EncryptDataRequest;
import com.huaweicloud.sdk.kms.v2.model.EncryptDataRequestBody;
import java.util.UUID;

public class Snippet {
    public static void main(String[] arguments) {
        KmsClient client = KmsClient.newBuilder()
            .withCredential(new BasicCredentials().withAk("{{id}}").withSk("{{secret}}").withProjectId("{{project}}"))
            .withEndpoint("{{url}}")
            .build();

        String alias = "snippet-" + UUID.randomUUID().toString().substring(0, 13);
        String key = client.createKey(new CreateKeyRequest().withBody(new CreateKeyRequestBody().withKeyAlias(alias)))
            .getKeyInfo().getKeyId();

        EncryptDataRequestBody encrypt = new EncryptDataRequestBody().withKeyId(key).withPlainText("hello");
        String ciphertext = client.encryptData(new EncryptDataRequest().withBody(encrypt)).getCipherText();

        DecryptDataRequestBody decrypt = new DecryptDataRequestBody().withCipherText(ciphertext);
        String plaintext = client.decryptData(new DecryptDataRequest().withBody(decrypt)).getPlainText();
        System.out.println(key + ": " + ciphertext + " -> " + plaintext);
    }
}
