internal import Queries

extension VisibilityMark {
  /// What stands before the words.
  var word: String {
    switch self {
    case .private: "[private]"
    case .privateNote: "[private note]"
    case .internal: "[internal]"
    }
  }
}
