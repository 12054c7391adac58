package org.trips.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** What Argo CD shows of a resource, by the scripts in argocd/install/argocd-cm.yaml. */
class HealthScriptsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            just submitted                | {"spec":{"job":{"state":"running"}}} | Progressing
            being deployed                | {"status":{"lifecycleState":"DEPLOYED","jobManagerDeploymentStatus":"DEPLOYING","jobStatus":{"state":"RECONCILING"}}} | Progressing
            runs and is stable            | {"status":{"lifecycleState":"STABLE","jobManagerDeploymentStatus":"READY","jobStatus":{"state":"RUNNING"}}} | Healthy
            all its input is read         | {"status":{"lifecycleState":"STABLE","jobStatus":{"state":"FINISHED"}}} | Healthy
            restarts again and again      | {"status":{"lifecycleState":"STABLE","jobStatus":{"state":"RESTARTING"}}} | Degraded
            has failed for good           | {"status":{"lifecycleState":"FAILED","jobManagerDeploymentStatus":"ERROR","jobStatus":{"state":"FAILED"},"reconciliationStatus":{"state":"DEPLOYED"}}} | Degraded
            was rolled back               | {"status":{"lifecycleState":"ROLLED_BACK","jobStatus":{"state":"RUNNING"}}} | Degraded
            is being rolled back          | {"status":{"lifecycleState":"ROLLING_BACK"}} | Degraded
            refused by the validator      | {"status":{"error":"Forbidden Flink config key: kubernetes.cluster-id","lifecycleState":"STABLE","jobStatus":{"state":"RUNNING"}}} | Degraded
            refused after it had run      | {"metadata":{"generation":3},"status":{"observedGeneration":2,"lifecycleState":"STABLE","jobManagerDeploymentStatus":"READY","jobStatus":{"state":"RUNNING"},"reconciliationStatus":{"state":"DEPLOYED"},"error":"{\\"type\\":\\"org.apache.flink.kubernetes.operator.exception.ValidationException\\",\\"message\\":\\"Forbidden Flink config key: kubernetes.cluster-id\\",\\"additionalMetadata\\":{},\\"throwableList\\":[]}"}} | Degraded
            refused, first of all         | {"metadata":{"generation":1},"status":{"lifecycleState":"FAILED","error":"Forbidden Flink config key","reconciliationStatus":{"state":"UPGRADING"}}} | Degraded
            put right after a refusal     | {"metadata":{"generation":4},"status":{"observedGeneration":4,"error":null,"lifecycleState":"STABLE","jobManagerDeploymentStatus":"READY","jobStatus":{"state":"RUNNING"}}} | Healthy
            runs and has an empty error   | {"status":{"error":"","lifecycleState":"STABLE","jobStatus":{"state":"RUNNING"}}} | Healthy
            being upgraded                | {"status":{"lifecycleState":"UPGRADING","jobStatus":{"state":"FINISHED"}}} | Progressing
            suspended as it should be     | {"spec":{"job":{"state":"suspended"}},"status":{"lifecycleState":"SUSPENDED","jobStatus":{"state":"FINISHED"}}} | Suspended
            suspended in an upgrade       | {"spec":{"job":{"state":"running"}},"status":{"lifecycleState":"SUSPENDED"}} | Progressing
            not looked at since the edit  | {"metadata":{"generation":3},"status":{"observedGeneration":2,"lifecycleState":"STABLE","jobStatus":{"state":"RUNNING"}}} | Progressing
            looked at since the edit      | {"metadata":{"generation":3},"status":{"observedGeneration":3,"lifecycleState":"STABLE","jobStatus":{"state":"RUNNING"}}} | Healthy
            job manager cannot be made    | {"status":{"lifecycleState":"DEPLOYED","jobManagerDeploymentStatus":"ERROR"}} | Degraded
            """)
    void aJobThat(String what, String resource, String expected) throws IOException {
        assertThat(health("flink.apache.org_FlinkDeployment", resource)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            just made                     | {}                                       | Progressing
            without a verdict             | {"status":{"sync":{"status":"Synced"}}}  | Progressing
            with one                      | {"status":{"health":{"status":"Degraded","message":"no"}}} | Degraded
            well                          | {"status":{"health":{"status":"Healthy"}}} | Healthy
            """)
    void aChildApplicationThatIs(String what, String resource, String expected) throws IOException {
        assertThat(health("argoproj.io_Application", resource)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            just made                     | {}                                | Progressing
            being made                    | {"status":{"phase":"Pending"}}    | Progressing
            up                            | {"status":{"phase":"Running"}}    | Healthy
            not to be made                | {"status":{"phase":"Failed","message":"no password"}} | Degraded
            """)
    void aStoreThatIs(String what, String resource, String expected) throws IOException {
        assertThat(health("mongodbcommunity.mongodb.com_MongoDBCommunity", resource))
                .isEqualTo(expected);
    }

    private static String health(String kind, String resource) throws IOException {
        Manifest settings = Manifest.read("argocd/install").stream()
                .filter(manifest -> manifest.is("ConfigMap"))
                .findFirst()
                .orElseThrow();
        String script = settings.json()
                .path("data")
                .path("resource.customizations.health." + kind)
                .asText();
        Globals lua = JsePlatform.standardGlobals();
        lua.set("obj", value(JSON.readTree(resource.strip())));
        return lua.load(script).call().get("status").tojstring();
    }

    private static LuaValue value(JsonNode json) {
        if (json.isObject()) {
            LuaTable table = new LuaTable();
            json.properties().forEach(field -> table.set(field.getKey(), value(field.getValue())));
            return table;
        }
        if (json.isNull()) {
            return LuaValue.NIL;
        }
        return json.isNumber() ? LuaValue.valueOf(json.asInt()) : LuaValue.valueOf(json.asText());
    }
}
