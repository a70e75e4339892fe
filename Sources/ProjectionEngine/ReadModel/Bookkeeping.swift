public import InteractionModel

/// What a read model says of itself, as it is stored: whatever it says, a replay must say too.
///
/// The epoch of its writer's lease is not here: it says who may write, not what the log says, and
/// differs between two read models that are equal.
public struct Bookkeeping: Sendable, Hashable {
  /// The projection it says it belongs to.
  public let projection: String
  /// The version of the code that filled it.
  public let codeVersion: Int64
  /// The last record that has been taken into account.
  public let checkpoint: Position
  /// The last record whose links are known; the checkpoint, once the read model serves.
  public let linksThrough: Position
  /// The leaf of the record at ``linksThrough``, empty when it says none; nil when it was last written
  /// before leaves were kept.
  public var leaf: [UInt8]?
  /// The root over the records through ``checkpoint``, empty when it says none; nil when it was last
  /// written before roots were kept.
  public var root: [UInt8]?
  /// Before which record it says it stands still.
  public let failurePosition: Position?
  /// Why it says it stands still.
  public let failureReason: String?

  /// What a read model says of itself.
  public init(
    projection: String, codeVersion: Int64, checkpoint: Position, linksThrough: Position,
    leaf: [UInt8]? = nil, root: [UInt8]? = nil, failurePosition: Position? = nil,
    failureReason: String? = nil
  ) {
    self.projection = projection
    self.codeVersion = codeVersion
    self.checkpoint = checkpoint
    self.linksThrough = linksThrough
    self.leaf = leaf
    self.root = root
    self.failurePosition = failurePosition
    self.failureReason = failureReason
  }
}
