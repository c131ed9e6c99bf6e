// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/** What must stay true of the packages, checked on the compiled classes. */
class ArchitectureTest {
    private static final String ROOT = "dev.veo3";

    /** From the floor to the roof; what stands in one line stands side by side. */
    private static final List<Set<String>> STRATA = List.of(
            Set.of("dev.veo3.time", "dev.veo3.internal.flight"),
            Set.of("dev.veo3.error", "dev.veo3.auth", "dev.veo3.prompt", "dev.veo3.media"),
            Set.of("dev.veo3.model"), Set.of("dev.veo3.video"), Set.of("dev.veo3.transport"),
            Set.of("dev.veo3.internal.download"), Set.of("dev.veo3.internal.codec"),
            Set.of("dev.veo3.internal.agentplatform", "dev.veo3.internal.geminiapi", "dev.veo3.internal.interactions",
                    "dev.veo3.internal.storage"),
            Set.of(ROOT));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    @Test
    void everyPackageHasItsStratum() {
        Set<String> packages = MAIN.stream().map(JavaClass::getPackageName).filter(name -> !isEmulator(name))
                .collect(toSet());

        assertThat(STRATA.stream().flatMap(Set::stream)).containsAll(packages);
    }

    @Test
    void everyPackageImportsOnlyLowerOnes() {
        classes().should(condition("import only lower packages", (type, events) -> {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = type.getPackageName();
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (isOurs(to) && !from.equals(to) && !mayImport(from, to)) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            }
        })).check(MAIN);
    }

    @Test
    void noPackagesFormACycle() {
        slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        }).should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages(MAIN.getPackage(ROOT)).filter(one -> !one.getClasses().isEmpty())).isNotEmpty()
                .allSatisfy(one -> assertThat(one.isAnnotatedWith(NullMarked.class)).as(one.getName()).isTrue());
    }

    @Test
    void noClassIsNamedAfterADrawer() {
        noClasses().should().haveNameMatching(".*(Util|Helper|Manager|Common|Misc).*").check(MAIN);
    }

    @Test
    void nothingWaitsOnAMonitor() {
        noClasses().should().callMethodWhere(monitor()).check(MAIN);
    }

    @Test
    void exportedSignaturesShowNoJackson() throws IOException {
        Set<String> exported = exportedPackages();
        classes().that(DescribedPredicate.describe("are exported", type -> exported.contains(type.getPackageName())))
                .and(DescribedPredicate.describe("can be seen", ArchitectureTest::isVisible))
                .should(condition("show no Jackson type", (type, events) -> signature(type)
                        .filter(shown -> shown.getPackageName().startsWith("tools.jackson"))
                        .forEach(shown -> events.add(SimpleConditionEvent.violated(type,
                                type.getName() + " shows " + shown.getName())))))
                .check(MAIN);
    }

    @Test
    void theInsideIsNotExported() throws IOException {
        assertThat(exportedPackages()).contains(ROOT, "dev.veo3.video")
                .noneMatch(name -> name.contains(".internal") || name.equals("dev.veo3.transport"));
    }

    @Test
    void onlyTheTransportAndTheRoofKnowTheHttpClient() {
        noClasses().that().resideOutsideOfPackages(ROOT, "dev.veo3.transport").should().dependOnClassesThat()
                .resideInAPackage("java.net.http..").check(MAIN);
    }

    private static boolean mayImport(String from, String to) {
        if (isEmulator(from) || isEmulator(to)) {
            return isEmulator(from) && isEmulator(to);
        }
        return stratum(to) < stratum(from);
    }

    private static int stratum(String name) {
        for (int i = 0; i < STRATA.size(); i++) {
            if (STRATA.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError(name + " has no stratum: decide what it may import and add it to STRATA");
    }

    private static boolean isOurs(String name) {
        return name.equals(ROOT) || name.startsWith(ROOT + ".");
    }

    private static boolean isEmulator(String name) {
        return name.equals("dev.veo3.emulator") || name.startsWith("dev.veo3.emulator.");
    }

    private static Stream<JavaPackage> packages(JavaPackage from) {
        return Stream.concat(Stream.of(from), from.getSubpackages().stream().flatMap(ArchitectureTest::packages));
    }

    private static DescribedPredicate<JavaMethodCall> monitor() {
        return DescribedPredicate.describe("wait or notify", call -> {
            MethodCallTarget target = call.getTarget();
            return target.getOwner().isEquivalentTo(Object.class)
                    && Set.of("wait", "notify", "notifyAll").contains(target.getName());
        });
    }

    private static Set<String> exportedPackages() throws IOException {
        // Beside the classes: the tests run on the class path, where a look-up by name finds any module's descriptor.
        URI classes = URI.create(VeoClient.class.getProtectionDomain().getCodeSource().getLocation().toString());
        try (InputStream descriptor = Files.newInputStream(Path.of(classes).resolve("module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports().stream().filter(exports -> !exports.isQualified())
                    .map(ModuleDescriptor.Exports::source).collect(toSet());
        }
    }

    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers()) && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> signature(JavaClass type) {
        Stream<JavaClass> parents = Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
        Stream<JavaMember> members = type.getMembers().stream().filter(member -> isVisible(member.getModifiers()));
        return Stream.concat(parents, members.flatMap(member -> Stream
                .concat(member.getAllInvolvedRawTypes().stream(), thrown(member))));
    }

    private static Stream<JavaClass> thrown(JavaMember member) {
        return member instanceof JavaCodeUnit code ? code.getExceptionTypes().stream() : Stream.empty();
    }

    private static ArchCondition<JavaClass> condition(String description, Check check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.check(type, events);
            }
        };
    }

    @FunctionalInterface
    private interface Check {
        void check(JavaClass type, ConditionEvents events);
    }
}
