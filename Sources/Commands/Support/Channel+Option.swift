internal import ArgumentParser
internal import InteractionModel

extension Channel {
  /// The channel that an option names.
  init(option text: String) throws {
    guard let channel = Channel(rawValue: text) else {
      let known = Channel.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no channel “\(text)”; use one of \(known)")
    }
    self = channel
  }
}
