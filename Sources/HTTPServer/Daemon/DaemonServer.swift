public import Daemon
internal import Hummingbird
internal import HummingbirdCore
public import InteractionModel
public import Logging
internal import NIOCore
public import ServiceLifecycle

/// What a daemon answers its operator over HTTP: `GET /healthz`, whether it lives; `GET /readyz`, whether all
/// is as it should be; `GET /metrics`, for Prometheus.
///
/// None says anything of a person. It speaks no TLS, and asks nobody who they are: it listens where only
/// the operator's own machines reach it.
public struct DaemonServer: Service {
  private let health: HealthWatch
  private let registry: MetricRegistry
  private let said: @Sendable (Remedy) -> String
  private let address: ListenAddress
  private let logger: Logger
  private let isListening: @Sendable (ListenAddress) -> Void

  /// A server that does not listen yet.
  /// - Parameters:
  ///   - health: how the daemon is.
  ///   - registry: what was measured.
  ///   - address: where it listens.
  ///   - logger: is told of each request, under an id that its answer has.
  ///   - said: how the face says what to do.
  ///   - isListening: is told where it listens, once it does.
  public init(
    _ health: HealthWatch, _ registry: MetricRegistry, at address: ListenAddress, logger: Logger,
    said: @escaping @Sendable (Remedy) -> String,
    isListening: @escaping @Sendable (ListenAddress) -> Void
  ) {
    self.health = health
    self.registry = registry
    self.address = address
    self.logger = logger
    self.said = said
    self.isListening = isListening
  }

  /// Serves until the process is to end.
  /// - Throws: ``ListenError`` when it cannot listen there.
  public func run() async throws {
    let router = Router()
    router.add(middleware: RequestLog(logger: logger))
    router.get("healthz") { [health] _, _ in
      let isAlive = health.report.isAlive
      return DaemonServer.json(["alive": .bool(isAlive)], isAlive)
    }
    router.get("readyz") { [health, said] _, _ in
      let report = health.report
      return DaemonServer.json(report.json(said), report.isReady)
    }
    router.get("metrics") { [health, registry] _, _ in
      let families = registry.families() + health.report.metrics + ProcessMetrics.families
      return Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: families.map(\.text).joined())))
    }
    let quiet = Logger(label: "throughline.http") { _ in SwiftLogNoOpLogHandler() }
    let host = address.host
    let application = Application(
      router: router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionDeadline(.seconds(60))], idleTimeout: .seconds(30))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: address.port),
        availableConnectionsDelegate: MaximumAvailableConnections(256, logger: quiet)),
      onServerRunning: { [isListening] channel in
        isListening(ListenAddress(host: host, port: channel.localAddress?.port ?? 0))
      },
      logger: quiet)
    do {
      try await application.run()
    } catch let error as IOError {
      throw ListenError(address: address, reason: error.description)
    }
  }

  private static func json(_ object: JSONObject, _ isFine: Bool) -> Response {
    Response(
      status: isFine ? .ok : .serviceUnavailable,
      headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: ResponseBody(
        byteBuffer: ByteBuffer(bytes: JSONValue.object(object).canonicalBytes + [0x0A])))
  }
}
