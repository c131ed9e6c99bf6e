// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.veo3.emulator.Caller.job;
import static dev.veo3.emulator.Caller.json;
import static dev.veo3.emulator.Caller.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmulatorTest {

    @Test
    void submissionsAtTheSameTimeAreAllInTheLedgerOnce() throws Exception {
        try (Caller caller = Caller.plain(); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> names = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String label = "job-" + i;
                names.add(threads.submit(() -> caller.accepted(job(label))));
            }
            Set<String> different = new HashSet<>();
            for (Future<String> name : names) {
                different.add(name.get());
            }

            Ledger ledger = caller.emulator.ledger();
            assertThat(different).hasSize(200);
            assertThat(ledger.entries()).extracting(Ledger.Entry::operation)
                    .containsExactlyInAnyOrderElementsOf(different);
            assertThat(ledger.entriesFor("job-17")).hasSize(1);
            assertThat(ledger.requests()).containsExactly(new Ledger.Requests(Ledger.Route.SUBMIT, 200, 200));
        }
    }

    @Test
    void theSameVideoHasTheSameHashWhereverItGoes() throws Exception {
        try (Caller caller = Caller.plain()) {
            caller.accepted(json("{'instances':[{'prompt':'A'}],'parameters':{'seed':1,'storageUri':'gs://abc/1'}}"));
            caller.accepted(json("{'parameters':{'storageUri':'gs://abc/2', 'seed':1},'instances':[{'prompt':'A'}]}"));
            caller.accepted(json("{'instances':[{'prompt':'A'}],'parameters':{'seed':2,'storageUri':'gs://abc/1'}}"));

            List<String> hashes = caller.emulator.ledger().entries().stream().map(Ledger.Entry::bodyHash).toList();
            assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2)).hasSize(64);
        }
    }

    @Test
    void theLedgerCanBeReadOverHttp() throws Exception {
        try (Caller caller = Caller.plain()) {
            String name = caller.accepted(job("a"));
            caller.pass(Caller.GENERATION);
            JsonNode ledger = tree(caller.get("/emulator/ledger"));
            Ledger.Entry entry = caller.emulator.ledger().entries().getFirst();

            assertThat(ledger.at("/entries/0").toString()).isEqualTo(json("{'operation':'" + name + "','job':'a',"
                    + "'bodyHash':'" + entry.bodyHash() + "','attempt':1,'model':'veo-3.1-generate-001','acceptedAt':'"
                    + entry.acceptedAt() + "','state':'SUCCEEDED','seconds':8,'samples':1,'billedSeconds':8,"
                    + "'billedUsd':3.2}"));
            assertThat(ledger.get("requests").toString())
                    .isEqualTo(json("[{'route':'SUBMIT','status':200,'count':1}]"));
            assertThat(ledger.get("billedSeconds").intValue()).isEqualTo(8);
        }
    }

    @Test
    void closingEndsEveryThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Emulator emulator = Emulator.builder().start();
        Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        assertThat(started).anyMatch(
                thread -> thread.getName().equals("emulator-listener-" + emulator.baseUrl().getPort()));

        emulator.close();
        emulator.close();

        for (Thread thread : started) {
            if (thread.getThreadGroup() == Thread.currentThread().getThreadGroup()) {
                assertThat(thread.join(Duration.ofMinutes(1))).as(thread.getName()).isTrue();
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (Emulator first = Emulator.builder().start()) {
            int port = first.baseUrl().getPort();

            assertThat(first.baseUrl()).hasToString("http://127.0.0.1:" + port);
            assertThatThrownBy(() -> Emulator.builder().port(port).start()).isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(":" + port);
        }
    }

    @Test
    void theEmulatorKnowsNothingOfTheClient() {
        JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.veo3");

        ArchRuleDefinition.noClasses().that().resideInAPackage("dev.veo3.emulator..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.veo3", "dev.veo3.time..", "dev.veo3.error..", "dev.veo3.auth..",
                        "dev.veo3.prompt..", "dev.veo3.media..", "dev.veo3.model..", "dev.veo3.video..",
                        "dev.veo3.transport..", "dev.veo3.internal..")
                .check(classes);
        ArchRuleDefinition.noClasses().that().resideOutsideOfPackage("dev.veo3.emulator..").should()
                .dependOnClassesThat().resideInAPackage("dev.veo3.emulator..").check(classes);
    }

    @Test
    void noWireKnowsAnotherOrTheFaults() {
        List<Set<String>> strata = List.of(Set.of("clip", "http", "catalog"), Set.of("wire"), Set.of("operation"),
                Set.of("route"), Set.of("agentplatform", "gemini", "interactions", "storage"), Set.of(""));
        JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.veo3.emulator");
        Set<String> found = new HashSet<>();
        classes.forEach(type -> found.add(within(type.getPackageName())));

        assertThat(found).isEqualTo(strata.stream().flatMap(Set::stream).collect(Collectors.toSet()));
        for (int i = 0; i < strata.size(); i++) {
            Set<String> same = strata.get(i);
            Set<String> notBelow = strata.subList(i, strata.size()).stream().flatMap(Set::stream)
                    .collect(Collectors.toSet());
            ArchRuleDefinition.noClasses()
                    .that(DescribedPredicate.describe("are in " + same,
                            (JavaClass type) -> same.contains(within(type.getPackageName()))))
                    .should(new ArchCondition<>("depend on what is not below them") {
                        @Override
                        public void check(JavaClass type, ConditionEvents events) {
                            String own = within(type.getPackageName());
                            type.getDirectDependenciesFromSelf().stream()
                                    .filter(dependency -> dependency.getTargetClass().getPackageName()
                                            .startsWith("dev.veo3.emulator"))
                                    .filter(dependency -> {
                                        String target = within(dependency.getTargetClass().getPackageName());
                                        return !target.equals(own) && notBelow.contains(target);
                                    }).forEach(dependency -> events.add(SimpleConditionEvent.satisfied(type,
                                            dependency.getDescription())));
                        }
                    }).check(classes);
        }
    }

    private static String within(String packageName) {
        return packageName.equals("dev.veo3.emulator") ? "" : packageName.substring("dev.veo3.emulator.".length());
    }
}
