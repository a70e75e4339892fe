internal import ArgumentParser
internal import Compliance
internal import CoreMetrics
internal import Daemon
internal import Dispatch
internal import EventLog
internal import Foundation
internal import HTTPServer
internal import InteractionModel
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import UnixSignals
internal import Vault

/// `throughline-daemon serve`.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Keep a store's projections, index and identifiers live until asked to end.")

  @OptionGroup(title: "Store") var store: StoreOptions

  @Option(
    help: ArgumentHelp(
      "Where to listen; port 0 takes any that is free.", valueName: "host:port"))
  var listen = "127.0.0.1:8787"

  @Option(
    help: ArgumentHelp(
      "The key of the log's checkpoints (default: signing.key in the store's directory).",
      valueName: "file"))
  var signingKeyFile: String?

  @Option(help: ArgumentHelp("Sign after so many records at the latest.", valueName: "records"))
  var signEvery: Int64 = 10_000

  @Option(
    help: ArgumentHelp(
      "Sign so long after the first record that is not signed.", valueName: "seconds"))
  var signWithin = 60

  @Flag(help: "Sign nothing, where another process does.")
  var noSigning = false

  @Option(
    help: ArgumentHelp(
      "How many days the words of readings that showed nobody are kept.", valueName: "days"))
  var keepWords = ExpiredWords.days

  @OptionGroup var keeping: KeepPreviousOptions

  @Option(
    help: ArgumentHelp("How long to take for the end, once asked to end.", valueName: "seconds"))
  var drainTimeout = 20

  func validate() throws {
    guard ListenAddress(listen) != nil else {
      throw ValidationError("--listen takes an address and a port, as in 127.0.0.1:8787")
    }
    guard signEvery > 0, signWithin > 0, keepWords >= 0, drainTimeout > 0 else {
      throw ValidationError(
        "--sign-every, --sign-within and --drain-timeout are at least 1, and --keep-words at least 0"
      )
    }
  }

  func run() async throws {
    guard let address = ListenAddress(listen) else { return }
    let registry = MetricRegistry()
    MetricsSystem.bootstrap(registry)
    let log = DaemonLog(Logger(label: "throughline-daemon") { _ in JSONLogHandler() })
    let url = try store.url
    var settings = try store.settings()
    settings.notice = { log.tell($0) }
    settings.observer = DaemonLog.measure
    let opened = try OpenStore(url, to: .project, settings)
    CommandEnd.add(opened.closeWhatIsRead)
    let key = SigningKeyFile(path: signingKeyFile ?? url.defaultSigningKeyFile)
    let signs = !noSigning && key.exists
    let configuration = LiveService.Configuration(
      wordsKept: keepWords, previousKept: keeping.time,
      signing: signs
        ? (key, SigningSchedule(every: signEvery, within: .seconds(signWithin))) : nil)
    let live = LiveService(
      opened, configuration, clock: WallClock { log.tell($0) }, tell: { log.tell($0) })
    let server = DaemonServer(
      live.health, registry, at: address, said: { $0.said },
      isListening: { log.listens($0, of: url) })
    log.begins(of: url, signs: signs)
    let deadline = DrainDeadline(limit: .seconds(drainTimeout), log: log)
    // The last is asked to end first: who asks for its health is told so while the others drain.
    let services: [any Service] = [server, live, deadline]
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map { service in
          ServiceGroupConfiguration.ServiceConfiguration(
            service: service, successTerminationBehavior: .ignore)
        }, gracefulShutdownSignals: [.sigterm, .sigint], logger: log.quiet))
    try await group.run()
    log.ended()
  }
}

/// Ends the process when it does not come to an end: whatever it was at leaves no trace, or is complete.
struct DrainDeadline: Service {
  let limit: Duration
  let log: DaemonLog

  func run() async throws {
    try await gracefulShutdown()
    log.drains(limit)
    DispatchQueue.global().asyncAfter(deadline: .now() + Double(limit.components.seconds)) {
      log.leaves(limit)
      _exit(Failure.operational.rawValue)
    }
  }
}
