package dev.holdfast.sample.orders;

import org.springframework.data.repository.CrudRepository;

interface JournalRepository extends CrudRepository<JournalEntry, Long> {

}
