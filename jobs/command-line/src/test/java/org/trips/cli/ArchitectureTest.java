package org.trips.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules go one way only. */
@AnalyzeClasses(packages = "org.trips", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule modulesKnowOnlyWhatLiesBeneathThem = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("road-network")
            .definedBy("org.trips.roads..")
            .layer("map-matching")
            .definedBy("org.trips.matching..")
            .layer("journeys")
            .definedBy("org.trips.journeys..")
            .layer("simulator")
            .definedBy("org.trips.simulator..")
            .layer("trip-preprocessing")
            .definedBy("org.trips.job..")
            .layer("command-line")
            .definedBy("org.trips.cli..")
            .whereLayer("road-network")
            .mayNotAccessAnyLayer()
            .whereLayer("map-matching")
            .mayOnlyAccessLayers("road-network")
            .whereLayer("journeys")
            .mayOnlyAccessLayers("road-network", "map-matching")
            .whereLayer("simulator")
            .mayOnlyAccessLayers("road-network", "journeys")
            .whereLayer("trip-preprocessing")
            .mayOnlyAccessLayers("road-network", "map-matching", "journeys")
            .whereLayer("command-line")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule onlyTheJobAndTheCommandLineKnowFlink = noClasses()
            .that()
            .resideOutsideOfPackages("org.trips.job..", "org.trips.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.flink..");

    @ArchTest
    static final ArchRule onlyTheJobAndTheCommandLineKnowBrokersAndStores = noClasses()
            .that()
            .resideOutsideOfPackages("org.trips.job..", "org.trips.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.rabbitmq..",
                    "com.mongodb..",
                    "org.bson..",
                    "org.postgresql..",
                    "org.flywaydb..",
                    "java.sql..",
                    "org.apache.qpid..",
                    "de.bwaldvogel..");
}
