internal import Foundation
public import InteractionModel
public import ProjectionEngine

extension LeaseClaim {
  /// The claim of this process.
  /// - Parameters:
  ///   - role: what it does, in a word.
  ///   - time: when it asks.
  /// - Returns: the claim.
  public static func ofThisProcess(_ role: String, at time: Instant) -> LeaseClaim {
    LeaseClaim(
      host: ProcessInfo.processInfo.hostName,
      process: ProcessInfo.processInfo.processIdentifier, role: role, time: time)
  }
}
