internal import Hummingbird
internal import Logging

/// Gives each request an id, which its answer has as `X-Request-Id`, and logs what became of it under that id.
///
/// The route is logged and not the path, of which a part may be a person's; neither question nor body is.
/// What went well is logged at `debug`: whoever watches a daemon asks every few seconds.
struct RequestLog<Context: RequestContext>: RouterMiddleware {
  let logger: Logger
  /// Where the answer has the id.
  private var header: HTTPFields.Element.Name? { HTTPFields.Element.Name("X-Request-Id") }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let id = RequestID()
    let began = ContinuousClock.now
    do {
      var response = try await next(request, context)
      if let name = header { response.headers[name] = "\(id)" }
      log(id, request, context, response.status, since: began)
      return response
    } catch var error as HTTPError {
      if let name = header { error.headers[name] = "\(id)" }
      log(id, request, context, error.status, since: began)
      throw error
    } catch let error as any HTTPResponseError {
      log(id, request, context, error.status, since: began)
      throw error
    } catch {
      log(id, request, context, .internalServerError, since: began)
      throw error
    }
  }

  private func log(
    _ id: RequestID, _ request: Request, _ context: Context, _ status: HTTPResponse.Status,
    since began: ContinuousClock.Instant
  ) {
    logger.log(
      level: status.code < 400 ? .debug : status.code < 500 ? .info : .warning, "answered",
      metadata: [
        "request": "\(id)", "method": "\(request.method)",
        "route": "\(context.endpointPath ?? "none")", "status": .stringConvertible(status.code),
        "milliseconds": .stringConvertible(
          Int64(began.duration(to: .now) / .milliseconds(1))),
      ])
  }
}
