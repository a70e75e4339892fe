extension Remedy {
  /// What can be done with the system to mend it.
  ///
  /// Each is named by a noun, which fits into any sentence: “run …”, “compare with …”, “… tells”.
  public enum Task: Sendable, Hashable, CustomStringConvertible {
    /// Makes a store, or finishes one that was begun to be made.
    case initialize
    /// Looks whether the log is what its records say.
    case verify
    /// The same, with every sealed part opened.
    case verifyOpening
    /// Brings projections and search index up to the log, and finishes erasures.
    case project
    /// Builds a projection anew.
    case rebuild(String)
    /// Lets a generation of a projection serve again that other code made.
    case rollBackStale(String)
    /// Compares the read models with what the log says.
    case replay
    /// Lets a projection pass over a record.
    case quarantine
    /// Shows the holds.
    case listHolds
    /// Shows what there is of a kind.
    case list(Listed)
    /// Says why something is as it is.
    case explainHandoff
    /// Asks for what had happened by a time, whenever it was recorded.
    case askOccurred
    /// Says up to where the log is taken to know.
    case askKnown
    /// Ends a hold.
    case releaseHold
    /// Shows the certificate of an erasure.
    case showErasure(String)
    /// Goes on where a page before ended.
    case startAfter
    /// Says that the clock is right.
    case acceptClock
    /// Goes on without records that are lost.
    case startEpoch
    /// Restores a backup though records are lost with it.
    case acceptLoss
    /// Says by which mapping files are read.
    case giveMapping

    /// What can be listed.
    public enum Listed: String, Sendable, Hashable, CaseIterable {
      case cases, conversations, parties, responses, handoffs, findings, erasures
    }

    /// The name where no face is known.
    public var description: String {
      switch self {
      case .initialize: "an initialization"
      case .verify: "a verification"
      case .verifyOpening: "a verification that opens every part"
      case .project: "an update of the projections"
      case .rebuild(let projection): "a rebuild of \(projection)"
      case .rollBackStale(let projection): "a rollback of \(projection) to what is stale"
      case .replay: "a replay of the log"
      case .quarantine: "a quarantine"
      case .listHolds: "the list of holds"
      case .list(let listed): "the list of \(listed)"
      case .explainHandoff: "an explanation"
      case .askOccurred: "the axis of occurrence"
      case .askKnown: "the limit of what was known"
      case .releaseHold: "a release"
      case .showErasure(let erasure): "the certificate of the erasure \(erasure)"
      case .startAfter: "as the start"
      case .acceptClock: "consent to it"
      case .startEpoch: "another epoch"
      case .acceptLoss: "say that they are lost"
      case .giveMapping: "the import"
      }
    }
  }
}
