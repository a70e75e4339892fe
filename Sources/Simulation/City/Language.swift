/// What a resident speaks.
enum Language: Int, Sendable {
  case english
  case spanish

  var code: String { self == .english ? "en" : "es" }
}
