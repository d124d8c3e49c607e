// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.larder");

    private static final JavaClasses CONTRACT = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.larder.test");

    @Test
    void packagesFormNoCycle() {
        // "dev.larder.(**)" would leave out the classes of dev.larder itself.
        slices().matching("dev.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void coreKnowsNoSpring() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(MAIN);
    }

    @Test
    void strategiesCanBeProxied() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Strategy")
                .and()
                .arePublic()
                .should()
                .notHaveModifier(FINAL)
                .check(MAIN);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Strategy")
                .and()
                .areNotStatic()
                .and(modifier(PUBLIC).or(modifier(PROTECTED)))
                .should()
                .notBeFinal()
                .because("a CGLIB proxy of a strategy bean would run a final verb on its own empty fields")
                .check(MAIN);
    }

    @Test
    void mainCodeKnowsNoTestSupport() {
        noClasses().should().resideInAPackage("dev.larder.test..").check(MAIN);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.larder.test..")
                .check(MAIN);
    }

    @Test
    void thePublishedContractNeedsOnlyWhatItsUsersHave() {
        classes()
                .that()
                .doNotHaveFullyQualifiedName("dev.larder.test.redis.ContainerRedis")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl..",
                        "dev.larder..",
                        "org.assertj..",
                        "org.jspecify..",
                        "org.junit.jupiter..",
                        "org.slf4j..")
                .because("only where there is Docker, Testcontainers is needed too")
                .check(CONTRACT);
        noClasses()
                .should()
                .dependOnClassesThat(
                        describe("stay behind in the unpublished tests", ArchitectureTests::isUnpublishedTest))
                .check(CONTRACT);
    }

    @Test
    void onlyTheTimePackageReadsTheClock() {
        Set<String> clocks = Set.of(
                "System.currentTimeMillis", "System.nanoTime", "Instant.now", "LocalDateTime.now", "Thread.sleep");
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.larder.time")
                .should()
                .accessTargetWhere(describe(
                        "the target reads a clock or sleeps",
                        (JavaAccess<?> access) ->
                                clocks.contains(access.getTargetOwner().getSimpleName() + "." + access.getName())))
                .because("tests move time; take it from TimeSources")
                .check(MAIN);
    }

    @Test
    void bytesFromAStoreNeverMeetJavaSerialization() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
                .check(MAIN);
    }

    @Test
    void nothingIsPrinted() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
    }

    private static boolean isUnpublishedTest(JavaClass candidate) {
        return !candidate.getPackageName().startsWith("dev.larder.test")
                && candidate
                        .getSource()
                        .map(source -> new ImportOption.OnlyIncludeTests().includes(Location.of(source.getUri())))
                        .orElse(false);
    }
}
