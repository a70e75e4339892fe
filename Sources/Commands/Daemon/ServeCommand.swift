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

  @OptionGroup var options: ServeOptions

  func run() async throws {
    guard let address = ListenAddress(options.listen) else { return }
    let registry = MetricRegistry(help: DaemonLog.help)
    MetricsSystem.bootstrap(registry)
    let log = DaemonLog(
      Logger(label: "throughline-daemon") { [level = options.level ?? .info] _ in
        JSONLogHandler(logLevel: level)
      })
    let url = try options.store.url
    var settings = try options.store.settings()
    settings.notice = { log.tell($0) }
    settings.observer = DaemonLog.measure
    let opened = try OpenStore(url, to: .project, settings)
    CommandEnd.add(opened.closeWhatIsRead)
    let key = SigningKeyFile(path: options.signingKeyFile ?? url.defaultSigningKeyFile)
    let signs = !options.noSigning && key.exists
    let configuration = LiveService.Configuration(
      wordsKept: options.keepWords, previousKept: options.keeping.time,
      signing: signs
        ? (key, SigningSchedule(every: options.signEvery, within: .seconds(options.signWithin)))
        : nil)
    let live = LiveService(
      opened, configuration, clock: WallClock { log.tell($0) }, tell: { log.tell($0) })
    let server = DaemonServer(
      live.health, registry, at: address, logger: log.requests, said: { $0.said },
      isListening: { log.listens($0, of: url) })
    log.begins(of: url, signs: signs)
    let deadline = DrainDeadline(limit: .seconds(options.drainTimeout), log: log)
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
