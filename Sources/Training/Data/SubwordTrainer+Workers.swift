package import Tensors
package import Text

extension SubwordTrainer {
    /// Counts what lines consist of, on all workers; what is learned does not depend on how many.
    package mutating func add(_ lines: [String], workers: Workers) {
        let empty = fresh
        let parts = workers.map { worker in
            var trainer = empty
            for line in lines[workers.share(of: lines.count, for: worker)] { trainer.add(line) }
            return trainer
        }
        for part in parts { merge(part) }
    }
}
