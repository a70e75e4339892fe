/// The languages in which the city serves.
enum Language: Int, Sendable {
  case english
  case spanish

  /// BCP 47.
  var code: String { self == .english ? "en" : "es" }
}
