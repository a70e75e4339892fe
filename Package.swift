// swift-tools-version:6.1
import PackageDescription

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HummingbirdCore", package: "hummingbird"),
  .product(name: "NIOCore", package: "swift-nio"),
]
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
  name: "throughline",
  products: [
    .executable(name: "throughline", targets: ["throughline"]),
    .executable(name: "throughline-daemon", targets: ["throughline-daemon"]),
    .executable(name: "throughline-bench", targets: ["throughline-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // The order of DESIGN's house: a target imports only targets above it.
    .target(name: "InteractionModel"),
    .target(name: "Merkle", dependencies: ["InteractionModel", crypto]),
    .target(name: "EventLog", dependencies: ["InteractionModel", "Merkle"]),
    .target(name: "Vault", dependencies: ["EventLog", "InteractionModel", "Merkle", crypto]),
    .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),
    .systemLibrary(name: "CArchive"),
    .target(name: "Simulation", dependencies: ["InteractionModel"]),
    .target(name: "Intake", dependencies: ["EventLog", "InteractionModel", yams]),
    .target(name: "Projections", dependencies: ["EventLog", "InteractionModel", "Merkle"]),
    .target(
      name: "ProjectionEngine",
      dependencies: ["EventLog", "InteractionModel", "Merkle", "Projections"]),
    .target(
      name: "Search",
      dependencies: [
        "CPhoneNumber", "EventLog", "InteractionModel", "Merkle", "ProjectionEngine",
        "Projections", "Vault",
      ]),
    .target(
      name: "Compliance",
      dependencies: [
        "EventLog", "InteractionModel", "Merkle", "ProjectionEngine", "Projections", "Search",
        "Vault",
      ]),
    .target(
      name: "Queries",
      dependencies: [
        "Compliance", "EventLog", "InteractionModel", "Merkle", "ProjectionEngine", "Projections",
        "Search", "Vault",
      ]),
    .target(
      name: "Migrations", path: "Migrations",
      exclude: ["PostgreSQL"], resources: [.embedInCode("SQLite")]),
    .target(
      name: "SQLiteStore",
      dependencies: [
        "EventLog", "InteractionModel", "Merkle", "Migrations", "ProjectionEngine", "Projections",
        "Search", "Vault", crypto, grdb, sqlite,
      ]),
    .target(
      name: "Store",
      dependencies: [
        "Compliance", "EventLog", "InteractionModel", "Merkle", "ProjectionEngine", "SQLiteStore",
        "Search", "Vault",
      ]),
    .target(
      name: "Operations",
      dependencies: [
        "CArchive", "Compliance", "EventLog", "Intake", "InteractionModel", "Merkle",
        "ProjectionEngine", "Projections", "Queries", "Search", "Store", "Vault",
      ]),
    .target(
      name: "Daemon",
      dependencies: [
        "Compliance", "EventLog", "InteractionModel", "Merkle", "Operations", "ProjectionEngine",
        "Projections", "Queries", "Search", "Vault", lifecycle, metrics,
      ]),
    .target(
      name: "HTTPServer",
      dependencies: ["Daemon", "InteractionModel", "Merkle", "Vault", lifecycle, logging]
        + hummingbird),
    .target(
      name: "Commands",
      dependencies: [
        "Compliance", "Daemon", "EventLog", "HTTPServer", "Intake", "InteractionModel", "Merkle",
        "Operations", "ProjectionEngine", "Projections", "Queries", "Search", "Simulation", "Store",
        "Vault", argumentParser, lifecycle, logging, metrics, signals, yams,
      ]),
    .executableTarget(
      name: "throughline", dependencies: ["Commands"], path: "Tools/throughline"),
    .executableTarget(
      name: "throughline-daemon", dependencies: ["Commands"], path: "Tools/throughline-daemon"),
    .executableTarget(
      name: "throughline-bench",
      dependencies: [
        "Compliance", "Daemon", "EventLog", "Intake", "InteractionModel", "Merkle",
        "ProjectionEngine", "Projections", "Queries", "Search", "Simulation", "Store", "Vault",
        argumentParser, sqlite,
      ],
      path: "Tools/throughline-bench", exclude: ["results"]),
    // Test libraries.
    .target(
      name: "StoreConformance",
      dependencies: [
        "EventLog", "InteractionModel", "Merkle", "ProjectionEngine", "Projections", "Search",
        "Vault",
      ],
      path: "Tests/StoreConformance"),
    .target(name: "FaultVFS", dependencies: [sqlite], path: "Tests/FaultVFS"),

    .testTarget(
      name: "InteractionModelTests", dependencies: ["InteractionModel", "StoreConformance"]),
    .testTarget(name: "MerkleTests", dependencies: ["Merkle", "StoreConformance"]),
    .testTarget(
      name: "EventLogTests",
      dependencies: ["EventLog", "InteractionModel", "Merkle", "StoreConformance"]),
    .testTarget(
      name: "VaultTests",
      dependencies: [
        "EventLog", "InteractionModel", "Merkle", "StoreConformance", "Vault",
      ],
      exclude: ["Roots/roots.json", "Roots/roots.py"]),
    .testTarget(name: "SimulationTests", dependencies: ["InteractionModel", "Simulation"]),
    .testTarget(
      name: "IntakeTests", dependencies: ["Intake", "InteractionModel", "StoreConformance"]),
    .testTarget(
      name: "ProjectionsTests",
      dependencies: ["InteractionModel", "Projections", "StoreConformance"]),
    .testTarget(
      name: "ProjectionEngineTests",
      dependencies: [
        "EventLog", "InteractionModel", "Merkle", "ProjectionEngine", "Projections", "Search",
        "StoreConformance", "Vault",
      ]),
    .testTarget(
      name: "SearchTests",
      dependencies: [
        "EventLog", "InteractionModel", "ProjectionEngine", "Search", "StoreConformance", "Vault",
      ]),
    .testTarget(
      name: "ComplianceTests",
      dependencies: [
        "Compliance", "EventLog", "InteractionModel", "ProjectionEngine", "Projections",
        "SQLiteStore", "Search", "StoreConformance", "Vault",
      ]),
    .testTarget(name: "FaultVFSTests", dependencies: ["FaultVFS", sqlite]),
    .testTarget(
      name: "SQLiteStoreTests",
      dependencies: [
        "EventLog", "FaultVFS", "InteractionModel", "Merkle", "Migrations", "ProjectionEngine",
        "Projections", "SQLiteStore", "Search", "StoreConformance", "Vault", grdb, sqlite,
      ]),
    .testTarget(
      name: "DaemonTests",
      dependencies: [
        "Compliance", "Daemon", "EventLog", "FaultVFS", "InteractionModel", "Operations",
        "ProjectionEngine", "Projections", "Queries", "Search", "Store", "Vault", metrics,
      ]),
    .testTarget(
      name: "HTTPServerTests", dependencies: ["HTTPServer", "Merkle", "StoreConformance", "Vault"]),
    .testTarget(
      name: "BenchTests",
      dependencies: [
        "InteractionModel", "ProjectionEngine", "Projections", "Search", "throughline-bench",
        argumentParser,
      ]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "Compliance", "EventLog", "Intake", "InteractionModel", "Merkle", "Operations",
        "ProjectionEngine", "Projections", "Queries", "SQLiteStore", "Search", "Simulation",
        "Store", "StoreConformance", "Vault", "throughline", "throughline-daemon", argumentParser,
        sqlite,
      ],
      exclude: ["Evidence/attack.py", "Golden/Answers", "Golden/Commands.txt"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// Boundaries are checked by the compiler: an import is internal unless it says otherwise, a
// member is visible only through the module that declares it, and an existential says `any`.
for target in package.targets where target.type != .system && target.type != .plugin {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
