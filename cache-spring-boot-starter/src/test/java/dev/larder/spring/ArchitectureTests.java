// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;

class ArchitectureTests {

    private static final String AUTOCONFIGURE = "dev.larder.spring.autoconfigure..";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.larder.spring");

    @Test
    void packagesFormNoCycle() {
        // "dev.larder.spring.(**)" would leave out the classes of dev.larder.spring itself.
        slices().matching("dev.larder.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void nothingDependsOnTheAutoConfiguration() {
        classes()
                .that()
                .resideInAPackage(AUTOCONFIGURE)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(AUTOCONFIGURE)
                .check(MAIN);
    }

    @Test
    void autoConfigurationsArePublicAndFinalAndSoNamed() {
        classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .resideInAPackage(AUTOCONFIGURE)
                .andShould()
                .haveSimpleNameEndingWith("AutoConfiguration")
                .andShould()
                .bePublic()
                .andShould()
                .haveModifier(FINAL)
                .check(MAIN);
    }

    @Test
    void mainCodeKnowsNoTestSupport() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.larder.test..")
                .check(MAIN);
    }

    @Test
    void nothingIsPrinted() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
    }
}
