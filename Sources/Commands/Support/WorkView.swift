internal import InteractionModel
internal import Operations
internal import ProjectionEngine
internal import Projections
internal import Queries
internal import Synchronization

/// Work while it goes on: a bar, and lines of what people should know.
final class WorkView: Sendable {
  private let quiet: Bool
  private let also: @Sendable (WorkNews) -> Void
  private let progress = Mutex<ProgressReport?>(nil)

  /// A view.
  /// - Parameters:
  ///   - quiet: whether there is no bar.
  ///   - also: is told everything as well.
  init(quiet: Bool, also: @escaping @Sendable (WorkNews) -> Void = { _ in }) {
    self.quiet = quiet
    self.also = also
  }

  /// The user, who sees it.
  var supervisor: Supervisor { Supervisor(stop: Interruption.stop) { self.show($0) } }

  private func show(_ news: WorkNews) {
    switch news {
    case .began(let work):
      progress.withLock { $0 = ProgressReport(work.words, quiet: quiet) }
    case .progressed(let state): progress.withLock { $0?.update(state) }
    case .ended:
      progress.withLock { progress in
        progress?.finish()
        progress = nil
      }
    default: if let words = news.words { Terminal.note(words) }
    }
    also(news)
  }
}

extension Work {
  /// What is done, before how much of it is.
  fileprivate var words: String {
    switch self {
    case .building(let names): "building \(names.joined(separator: ", "))"
    case .projecting(let name): "projecting \(name)"
    case .rebuilding(let names): "rebuilding \(names.joined(separator: ", "))"
    case .indexing: "indexing \(SearchIndexStatus.name)"
    case .rebuildingIndex: "rebuilding \(SearchIndexStatus.name)"
    case .notingIdentifiers: "noting \(IdentifierStatus.name)"
    case .replaying(let name): "replaying \(name)"
    case .verifying: "verifying"
    case .exporting: "exporting"
    case .backingUp: "backing up"
    case .restoring: "restoring"
    case .opening: "opening"
    case .countingTexts: "counting texts"
    case .givingEvidence: "writing evidence"
    }
  }
}

extension WorkNews {
  /// The line that says it; nil of what is shown otherwise.
  var words: String? {
    switch self {
    case .began, .progressed, .ended, .rebuilt, .rebuiltIndex, .rolledBack: nil
    case .held(let generation):
      """
      \(generation.projection) stays with generation \(generation.number), which other code made and \
      somebody went back to; \(Remedy.Task.rebuild(generation.projection).command) ends that
      """
    case .forgot(let generation):
      """
      generation \(generation.number) of \(generation.projection), which served before, was kept long \
      enough and is removed
      """
    case .stopped(.projection(let projection), let failure):
      // One projection that stands still does not hold up the others.
      "\(projection.name) \(failure); `throughline quarantine` passes over it"
    case .stopped(let derived, let failure):
      // What it noted of the first part may name no command.
      "\(derived.name) \(failure); `throughline verify --open` names all such parts"
    case .waits(let derived, let error):
      "\(derived.name) waits, because it opens text: \(error.said)"
    case .mendsIndex(let fault): "\(fault.reason); building it again"
    case .leavesErasure(let erasure, let error): "\(erasure.alarm.said) (\(error.said))"
    case .leavesWords(let error):
      """
      words of readings that showed nobody are past their time, and stay until \
      `throughline project` has the master key (\(error.said))
      """
    case .leftTo(let holder): "waiting for what is kept by \(holder.words)"
    case .handedTo(let holder):
      "built by \(holder.words), which goes on with it though this command ends"
    case .requested(let names): "builds \(names.joined(separator: ", ")) anew, as it was asked to"
    case .didNotRebuild(let name, let reason): "\(name) was not built anew: \(reason.said)"
    case .didNotRecord(let error):
      "the backup is whole, and the log does not say that there is one: \(error.said)"
    case .sawNoSigningKey(let path):
      """
      there is no signing key at \(path): whether records are lost that it had signed, and what was \
      erased since the backup, is known only as far as you give it
      """
    case .sawNoVault: "there is no vault that can be read: its keys were not looked at"
    case .keptNoAlarm(let error):
      "the checkpoint cannot be noted beside the log, which takes records still: \(error.said)"
    case .openedNothing(let error): "the sealed parts were not opened: \(error.said)"
    }
  }
}
