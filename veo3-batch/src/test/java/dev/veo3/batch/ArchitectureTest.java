// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules of the design that can be checked on the compiled classes. */
class ArchitectureTest {
    private static final String ROOT = "dev.veo3.batch";

    /** From the ground up: a package may import those of the strata below its own, and none of its own but itself. */
    private static final List<Set<String>> STRATA = List.of(Set.of("manifest", "limit", "flight"), Set.of("plan"),
            Set.of("event"), Set.of("journal", "schedule", "metrics"), Set.of("execute", "report"), Set.of("engine"),
            Set.of("cluster", "profile", "micrometer"), Set.of(""),
            Set.of("tune"), Set.of("doctor"));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void thereAreClassesToCheck() {
        assertThat(MAIN.size()).isGreaterThan(50);
    }

    @Test
    void everyPackageHasItsPlaceInTheStrata() {
        assertThat(MAIN.stream().map(type -> packageOf(type)).distinct())
                .allSatisfy(name -> assertThat(stratum(name)).as("the stratum of %s", name).isNotNegative());
    }

    @Test
    void packagesImportOnlyWhatLiesBelowThem() {
        classes().should(new ArchCondition<JavaClass>("import only what lies below them") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> isOurs(dependency.getTargetClass()))
                        .filter(dependency -> !mayImport(packageOf(type), packageOf(dependency.getTargetClass())))
                        .forEach(dependency -> events.add(SimpleConditionEvent.violated(type,
                                dependency.getDescription())));
            }
        }).check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.veo3.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(MAIN.stream().map(JavaClass::getPackage).distinct()).isNotEmpty()
                .allSatisfy(found -> assertThat(isNullMarked(found)).as("%s is @NullMarked", found.getName()).isTrue());
    }

    private static boolean isNullMarked(JavaPackage found) {
        return found.tryGetPackageInfo().filter(info -> info.isAnnotatedWith(NullMarked.class)).isPresent();
    }

    @Test
    void nothingIsADumpingGround() {
        String names = "(?i)(.*[._$])?[^._$]*(Util|Utils|Helper|Common|Manager|Misc)[^._$]*";

        noClasses().should().haveNameMatching(names).check(MAIN);
        noClasses().should().resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager..",
                "..misc..").check(MAIN);
    }

    @Test
    void nobodyWaitsOnAMonitor() {
        noClasses().should().callMethodWhere(new DescribedPredicate<JavaMethodCall>("wait, notify or notifyAll") {
            @Override
            public boolean test(JavaMethodCall call) {
                return call.getTargetOwner().isEquivalentTo(Object.class)
                        && Set.of("wait", "notify", "notifyAll").contains(call.getName());
            }
        }).check(MAIN);
    }

    @Test
    void noSignatureShowsTheParsersTypes() {
        members().that(new DescribedPredicate<JavaMember>("are public or protected") {
            @Override
            public boolean test(JavaMember member) {
                return isVisible(member.getModifiers()) && isVisible(member.getOwner().getModifiers());
            }
        }).should(new ArchCondition<JavaMember>("name no type of Jackson or SnakeYAML") {
            @Override
            public void check(JavaMember member, ConditionEvents events) {
                named(member).filter(type -> type.getPackageName().startsWith("tools.jackson")
                        || type.getPackageName().startsWith("org.snakeyaml"))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(member,
                                member.getFullName() + " names " + type.getName())));
            }
        }).check(MAIN);
    }

    @Test
    void nobodySpeaksHttp() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("java.net.http..", "jdk.httpserver..",
                "com.sun.net.httpserver..").check(MAIN);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> named(JavaMember member) {
        return switch (member) {
            case JavaField field -> field.getType().getAllInvolvedRawTypes().stream();
            case JavaCodeUnit code -> Stream.of(code.getReturnType().getAllInvolvedRawTypes().stream(),
                    code.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()),
                    code.getExceptionTypes().stream()).flatMap(types -> types);
            default -> throw new AssertionError(member);
        };
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    /** The name below the root, of which the first part counts; empty for the root. */
    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).replaceAll("\\..*", "");
    }

    private static int stratum(String name) {
        for (int i = 0; i < STRATA.size(); i++) {
            if (STRATA.get(i).contains(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean mayImport(String from, String to) {
        return from.equals(to) || stratum(to) < stratum(from);
    }
}
