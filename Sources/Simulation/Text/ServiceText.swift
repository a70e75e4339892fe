/// What is said about a service in one language; `%` and a letter stand for what ``World/write(_:as:)``
/// fills in.
struct ServiceText: Sendable {
  let title: String
  /// The matter in the resident's words.
  let problems: [String]
  /// More of it.
  let details: [String]
  /// What an agent answers while the matter is open.
  let answers: [String]
  /// How it ended.
  let resolutions: [String]
}
