internal import NIOCore

/// Closes a connection when its time is up, whatever goes on in it: one that sends a byte now and then
/// is never idle, and would keep its place for ever.
final class ConnectionDeadline: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  /// How long a connection lives.
  private static let whole = TimeAmount.seconds(60)
  /// How long nothing may come over it.
  static let idle = TimeAmount.seconds(15)

  private var end: Scheduled<Void>?

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    end = context.eventLoop.scheduleTask(in: ConnectionDeadline.whole) {
      channel.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }
}
