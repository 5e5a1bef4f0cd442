package dev.holdfast.engine.store;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads messages that are known by an id. */
interface RequestRepository extends Repository<RequestEntity, RequestEntity.Key> {

	@Query("select r from HoldfastRequest r where r.runId = :runId and r.requestKey = :requestKey")
	@Nullable RequestEntity find(UUID runId, String requestKey);

}
