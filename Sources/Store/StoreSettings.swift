public import Compliance
public import EventLog
public import InteractionModel
public import Vault

/// What a store is opened with, whichever it is.
public struct StoreSettings: Sendable {
  /// Where its master key comes from.
  public var key: MasterKeySource
  /// Where the key of the log's checkpoints is made or taken from when a log is created; nil for the
  /// store's own place.
  public var signingKeyFile: String?
  /// The clock that records are taken by.
  public var clock: LogClock
  /// Whether the clock is right, whatever the store knows of the time.
  public var acceptsClock: Bool
  /// Who works with the store.
  public var actor: Actor
  /// Is told of each commit of the log, on the thread that commits.
  public var observer: (@Sendable (AppendGroup) -> Void)?
  /// Is told what people should know although nothing failed.
  public var notice: @Sendable (StoreNotice) -> Void

  /// Settings.
  /// - Parameters:
  ///   - key: where the master key comes from.
  ///   - clock: the clock that records are taken by.
  ///   - acceptsClock: whether the clock is right, whatever the store knows of the time.
  ///   - actor: who works with the store.
  ///   - notice: is told what people should know although nothing failed.
  public init(
    key: MasterKeySource, clock: LogClock, acceptsClock: Bool = false, actor: Actor,
    notice: @escaping @Sendable (StoreNotice) -> Void = { _ in }
  ) {
    self.key = key
    self.clock = clock
    self.acceptsClock = acceptsClock
    self.actor = actor
    self.notice = notice
  }

  /// Refuses a clock that cannot be right.
  func check(against bounds: ClockBounds) throws(StorageFault) {
    if !acceptsClock { try bounds.check(clock.now()) }
  }
}
