internal import Hummingbird
internal import HummingbirdCore
internal import Logging
public import Merkle
internal import NIOCore

/// A witness that logs reach over HTTP: `POST /add-checkpoint` (C2SP tlog-witness), and of this program's own
/// `GET /last-checkpoint/NAME`, by which a log that lost records learns what it had signed.
///
/// Whoever can reach it can ask it; it believes nothing but signatures. What it reads is bounded
/// (``/Merkle/WitnessRequest/longest``), and so is how long and to how many it listens (``WitnessLimits``). It
/// speaks no TLS: where it is to be reached from elsewhere, something that does stands in front of it.
public struct WitnessServer: Sendable {
  private let desk: WitnessDesk
  private let address: ListenAddress
  private let limits: WitnessLimits

  /// A server that does not listen yet.
  /// - Parameters:
  ///   - desk: who answers.
  ///   - address: where it listens.
  ///   - limits: how long and to how many it listens.
  public init(
    _ desk: WitnessDesk, at address: ListenAddress, within limits: WitnessLimits = WitnessLimits()
  ) {
    self.desk = desk
    self.address = address
    self.limits = limits
  }

  /// Serves until the process is asked to stop (SIGTERM, SIGINT), then answers what was asked.
  /// - Parameter isListening: is told where it listens, once it does.
  /// - Throws: ``ListenError`` when it cannot listen there.
  public func run(_ isListening: @escaping @Sendable (ListenAddress) -> Void) async throws {
    let router = Router()
    router.post("add-checkpoint") { [desk] request, _ in
      let body = try await request.body.collect(upTo: WitnessRequest.longest)
      return Response(await desk.answer(Array(buffer: body)))
    }
    router.get("\(WitnessRequest.lastPath)/:log") { [desk] _, context in
      Response(await desk.last(of: context.parameters.get("log") ?? ""))
    }
    // Of a library's own doings nothing is said; what matters is told by the desk.
    let logger = Logger(label: "throughline.witness") { _ in SwiftLogNoOpLogHandler() }
    let host = address.host
    let application = Application(
      router: router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionDeadline(TimeAmount(limits.whole))],
          idleTimeout: TimeAmount(limits.idle))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: address.port),
        availableConnectionsDelegate: MaximumAvailableConnections(
          limits.connections, logger: logger)),
      onServerRunning: { channel in
        isListening(ListenAddress(host: host, port: channel.localAddress?.port ?? 0))
      },
      logger: logger)
    do {
      try await application.runService()
    } catch let error as IOError {
      throw ListenError(address: address, reason: error.description)
    }
  }
}

extension Response {
  /// What a witness answers.
  fileprivate init(_ answer: WitnessAnswer) {
    self.init(
      status: .init(code: answer.status), headers: [.contentType: answer.mediaType],
      body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
  }
}
