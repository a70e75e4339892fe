import Compliance

extension ErasureCertificate {
  /// What it says for people, a line each.
  var lines: [String] {
    [title] + rows(at: \.description).flatMap { [$0.label] + $0.texts }
  }
}
