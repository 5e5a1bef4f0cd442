package dev.holdfast.engine.store;

import java.util.List;
import java.util.UUID;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads nodes. */
interface NodeRepository extends Repository<NodeEntity, UUID> {

	@Query("select n from HoldfastNode n order by n.startedAt, n.bootId")
	List<NodeEntity> findAll();

}
