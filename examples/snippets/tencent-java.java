// Tencent KMS 2019-01-18, Java 11: Maven artifact com.tencentcloudapi:tencentcloud-sdk-java-kms
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.kms.v20190118.KmsClient;
import com.tencentcloudapi.kms.v20190118.models.CreateKeyRequest;
import com.tencentcloudapi.kms.v20190118.models.DecryptRequest;
import com.tencentcloudapi.kms.v20190118.models.EncryptRequest;
import java.util.Base64;
import java.util.UUID;

public class Snippet {
    public static void main(String[] arguments) throws Exception {
        HttpProfile http = new HttpProfile();
        http.setProtocol("{{scheme}}://");
        http.setEndpoint("{{host}}");
        ClientProfile profile = new ClientProfile();
        profile.setHttpProfile(http);
        KmsClient client = new KmsClient(new Credential("{{id}}", "{{secret}}"), "ap-guangzhou", profile);

        CreateKeyRequest create = new CreateKeyRequest();
        create.setAlias("snippet-" + UUID.randomUUID().toString().substring(0, 13));
        String key = client.CreateKey(create).getKeyId();

        EncryptRequest encrypt = new EncryptRequest();
        encrypt.setKeyId(key);
        encrypt.setPlaintext(Base64.getEncoder().encodeToString("hello".getBytes()));
        String ciphertext = client.Encrypt(encrypt).getCiphertextBlob();

        DecryptRequest decrypt = new DecryptRequest();
        decrypt.setCiphertextBlob(ciphertext);
        byte[] plaintext = Base64.getDecoder().decode(client.Decrypt(decrypt).getPlaintext());
        System.out.println(key + ": " + ciphertext + " -> " + new String(plaintext));
    }
}
