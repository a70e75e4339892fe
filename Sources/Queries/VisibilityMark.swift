internal import InteractionModel
internal import Projections

/// What must be said beside words, lest somebody take them for public.
public enum VisibilityMark: Sendable, Hashable {
  /// Whoever takes part in the conversation may see them.
  case `private`
  /// A note that is no longer the agency's alone.
  case privateNote
  /// The agency alone may see them.
  case `internal`

  /// The mark of what is seen by some; nil of what is public.
  init?(_ visibility: Visibility?, of type: EventType) {
    switch visibility {
    case nil, .public?: return nil
    case .private?: self = type == .noteAdded ? .privateNote : .private
    case .internal?: self = .internal
    }
  }
}
