internal import NIOCore

/// Closes a connection when its time is up, whatever goes on in it: one that sends a byte now and then
/// is never idle, and would keep its place for ever.
final class ConnectionDeadline: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let whole: TimeAmount
  private var end: Scheduled<Void>?

  /// A deadline.
  /// - Parameter whole: how long a connection lives.
  init(_ whole: TimeAmount) {
    self.whole = whole
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    end = context.eventLoop.scheduleTask(in: whole) {
      channel.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }
}
