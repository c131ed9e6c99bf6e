// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.agentplatform;

import dev.veo3.model.ModelId;
import dev.veo3.video.OperationName;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointsTest {

    @ParameterizedTest
    @CsvSource({"us-central1, us-central1-aiplatform.googleapis.com", "global, aiplatform.googleapis.com",
        "us, aiplatform.us.rep.googleapis.com", "eu, aiplatform.eu.rep.googleapis.com"})
    void eachLocationHasItsHost(String location, String host) {
        Endpoints endpoints = new Endpoints("p", location, "v1", Optional.empty());

        assertThat(endpoints.submit(ModelId.VEO_3_1))
                .isEqualTo(URI.create("https://" + host + "/v1/projects/p/locations/"
                        + location + "/publishers/google/models/veo-3.1-generate-001:predictLongRunning"));
    }

    @Test
    void anOperationIsAskedForWhereItsNameSays() {
        Endpoints endpoints = new Endpoints("p", "us-central1", "v1beta1", Optional.empty());

        assertThat(endpoints.poll(new OperationName(
                "projects/123/locations/eu/publishers/google/models/veo-x/operations/0f-1")))
                .isEqualTo(URI.create("https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/123/locations/eu"
                        + "/publishers/google/models/veo-x:fetchPredictOperation"));
    }

    @Test
    void anotherHostKeepsItsPath() {
        Endpoints endpoints = new Endpoints("p", "global", "v1", Optional.of(URI.create("http://localhost:1/proxy")));

        assertThat(endpoints.submit(new ModelId("m")).toString()).startsWith("http://localhost:1/proxy/v1/projects/p/");
    }
}
